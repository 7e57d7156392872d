using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Metadata;

/// <summary>Which form the name of an object of a kind must have.</summary>
internal static class ObjectNames
{
    public static Func<string, IEnumerable<string>> FormOf(string group, string kind) => (group, kind) switch
    {
        ("", "Namespace") or ("apps", "StatefulSet") => NameForms.Label,
        ("", "Service") => NameForms.OldLabel,
        ("rbac.authorization.k8s.io" or "policy", _) => NameForms.PathSegment,
        _ => NameForms.Subdomain,
    };

    /// <summary>What a generated name starts with may end in a dash: something follows it.</summary>
    public static string WithoutTrailingDash(string prefix) => prefix.Length > 1 && prefix.EndsWith('-') ? prefix[..^2] + "a" : prefix;
}

namespace Gauntlet.ObjectRules.References;

/// <summary>Who of a set may make objects that are in no file: the operator behind a custom resource, and whoever has the right to create them.</summary>
internal sealed class Makers(IReadOnlyList<(string Group, string Kind, string Space, Field Item)> objects)
{
    private const string Rights = "rbac.authorization.k8s.io";
    private static readonly string[] Bringing = ["create", "*"];

    public bool MayMake(string group, string kind, string space) =>
        objects.Any(entry => (entry.Space == space && IsCustom(entry.Group))
            || (entry.Group == Rights && (entry.Kind == "ClusterRole" || (entry.Kind == "Role" && entry.Space == space))
                && MayCreate(entry.Item, group, kind)));

    /// <summary>The API's own groups have no dot, or end like this.</summary>
    private static bool IsCustom(string group) => group.Contains('.', StringComparison.Ordinal) && !group.EndsWith(".k8s.io", StringComparison.Ordinal);

    private static bool MayCreate(Field role, string group, string kind) => role["rules"].Items.Any(rule =>
        Texts(rule["verbs"]).Any(Bringing.Contains)
        && Texts(rule["apiGroups"]).Any(own => own == group || own == "*")
        && Texts(rule["resources"]).Any(resource => resource == Plural(kind) || resource == "*"));

    private static IEnumerable<string> Texts(Field list) => list.Items.Select(item => item.Text).OfType<string>();

    private static string Plural(string kind) => kind.ToLowerInvariant() + (kind.EndsWith('s') ? "es" : "s");
}

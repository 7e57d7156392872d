using Gauntlet.ObjectRules.Forms;
using Gauntlet.ObjectRules.Metadata;

namespace Gauntlet.ObjectRules.Access;

/// <summary>Roles and their bindings.</summary>
internal static class RoleRules
{
    private const string Group = "rbac.authorization.k8s.io";

    public static void Role(Field item, bool namespaced)
    {
        foreach (var rule in item["rules"].Items)
        {
            Rule(rule, namespaced);
        }

        var aggregation = item["aggregationRule"];
        var selectors = aggregation["clusterRoleSelectors"];
        if (aggregation.IsObject && selectors.Count == 0)
        {
            selectors.Required("at least one clusterRoleSelector required if aggregationRule is non-nil");
        }

        foreach (var selector in selectors.Items)
        {
            Selectors.Check(selector);
        }
    }

    public static void Binding(Field item, bool namespaced)
    {
        var role = item["roleRef"];
        if (role["apiGroup"].Text is { Length: > 0 } group && group != Group)
        {
            role["apiGroup"].NotSupported(Group);
        }

        string[] kinds = namespaced ? ["Role", "ClusterRole"] : ["ClusterRole"];
        if (role["kind"].TextOrEmpty is { } kind && !kinds.Contains(kind))
        {
            role["kind"].NotSupported(kinds);
        }

        role["name"].Needed();
        if (role["name"].Text is { Length: > 0 } name)
        {
            role["name"].Invalid(name, NameForms.PathSegment(name));
        }

        foreach (var subject in item["subjects"].Items)
        {
            Subject(subject, namespaced);
        }
    }

    private static void Rule(Field rule, bool namespaced)
    {
        var urls = rule["nonResourceURLs"];
        if (rule["verbs"].Count == 0)
        {
            rule["verbs"].Required("verbs must contain at least one value");
        }

        if (urls.Count > 0)
        {
            if (namespaced)
            {
                urls.Invalid("namespaced rules cannot apply to non-resource URLs");
            }

            if (rule["apiGroups"].Count + rule["resources"].Count + rule["resourceNames"].Count > 0)
            {
                urls.Invalid("rules cannot apply to both regular resources and non-resource URLs");
            }

            return;
        }

        if (rule["apiGroups"].Count == 0)
        {
            rule["apiGroups"].Required("resource rules must supply at least one api group");
        }

        if (rule["resources"].Count == 0)
        {
            rule["resources"].Required("resource rules must supply at least one resource");
        }
    }

    private static void Subject(Field subject, bool namespaced)
    {
        var (name, group) = (subject["name"], subject["apiGroup"]);
        name.Needed();
        switch (subject["kind"].TextOrEmpty)
        {
            case null:
                break;
            case "ServiceAccount":
                if (name.Text is { Length: > 0 } text)
                {
                    name.Invalid(text, NameForms.Subdomain(text));
                }

                if (!group.IsBlank)
                {
                    group.NotSupported("");
                }

                if (!namespaced && subject["namespace"].IsBlank)
                {
                    subject["namespace"].Required();
                }

                break;
            case "User" or "Group":
                group.OneOf(Group);
                break;
            default:
                subject["kind"].NotSupported("ServiceAccount", "User", "Group");
                break;
        }
    }
}

using Gauntlet.ObjectRules.Metadata;

namespace Gauntlet.ObjectRules.References;

/// <summary>What is about another object: its scale, its budget, its name, its rights.</summary>
internal static class OwnerReferences
{
    private static readonly string[] BuiltInRoles = ["cluster-admin", "admin", "edit", "view"];
    private static readonly string[] Scalable = ["Deployment", "ReplicaSet", "StatefulSet"];

    public static void StatefulSet(Field item, ObjectSet set) => set.Resolve(item["spec", "serviceName"], "", "Service", set.NamespaceOf(item));

    public static void Autoscaler(Field item, ObjectSet set)
    {
        var target = item["spec", "scaleTargetRef"];
        if (target["kind"].Text is { } kind && Scalable.Contains(kind))
        {
            set.Resolve(target["name"], "apps", kind, set.NamespaceOf(item));
        }
    }

    public static void DisruptionBudget(Field item, ObjectSet set)
    {
        var (selector, space) = (item["spec", "selector"], set.NamespaceOf(item));
        if (selector.IsObject && Selectors.IsUsable(selector) && set.Pods(space, labels => Selectors.Matches(selector, labels)).Count == 0)
        {
            set.SelectsNothing(selector, space);
        }
    }

    public static void Binding(Field item, ObjectSet set)
    {
        var name = item["roleRef", "name"];
        if (item["roleRef", "kind"].Text == "Role")
        {
            set.Resolve(name, "rbac.authorization.k8s.io", "Role", set.NamespaceOf(item));
        }
        else if (item["roleRef", "kind"].Text == "ClusterRole" && !BuiltInRoles.Contains(name.Text)
            && name.Text?.StartsWith("system:", StringComparison.Ordinal) != true)
        {
            set.ResolveAnywhere(name, "rbac.authorization.k8s.io", "ClusterRole");
        }
    }
}

using System.Text.Json.Nodes;

namespace Gauntlet.ObjectRules.References;

/// <summary>
/// References between the objects of a set: to ConfigMaps and Secrets and their keys, claims, service accounts, Services and their ports,
/// ports of containers by name,
/// ingress classes, scale targets, roles, and selectors that select nothing. An API server takes all of these; the workload then waits for ever.
/// </summary>
public static class ReferenceRules
{
    /// <summary>All references of a set that lead nowhere, in the set or on the cluster, and those that may. What is optional may be missing.</summary>
    public static IReadOnlyList<ReferenceProblem> Check(IReadOnlyCollection<JsonObject> objects, ClusterContent cluster)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(cluster);
        var set = new ObjectSet(objects, cluster);
        return [.. objects.SelectMany(item => CheckOne(item, set))];
    }

    private static List<ReferenceProblem> CheckOne(JsonObject item, ObjectSet set)
    {
        set.Assumed.Clear();
        var problems = Check(item, set);
        return
        [
            .. problems.Select(problem => new ReferenceProblem(item, problem, IsAssumed: false)),
            .. set.Assumed.Select(problem => new ReferenceProblem(item, problem, IsAssumed: true)),
        ];
    }

    private static List<ObjectProblem> Check(JsonObject item, ObjectSet set)
    {
        List<ObjectProblem> problems = [];
        var root = new Field(item, "", problems);
        if (PodTemplate.Of(root) is { } template)
        {
            PodReferences.Check(template, set, set.NamespaceOf(root));
        }

        switch (Rules.GroupOf(root["apiVersion"].Text ?? ""), root["kind"].Text)
        {
            case ("", "Service"):
                TrafficReferences.Service(root, set);
                break;
            case ("networking.k8s.io", "Ingress"):
                TrafficReferences.Ingress(root, set);
                break;
            case ("gateway.networking.k8s.io", "HTTPRoute"):
                TrafficReferences.HttpRoute(root, set);
                break;
            case ("apps", "StatefulSet"):
                OwnerReferences.StatefulSet(root, set);
                break;
            case ("autoscaling", "HorizontalPodAutoscaler"):
                OwnerReferences.Autoscaler(root, set);
                break;
            case ("policy", "PodDisruptionBudget"):
                OwnerReferences.DisruptionBudget(root, set);
                break;
            case ("rbac.authorization.k8s.io", "RoleBinding" or "ClusterRoleBinding"):
                OwnerReferences.Binding(root, set);
                break;
        }

        return problems;
    }
}

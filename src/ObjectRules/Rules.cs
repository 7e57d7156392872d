using System.Text.Json.Nodes;
using Gauntlet.ObjectRules.Access;
using Gauntlet.ObjectRules.Configuration;
using Gauntlet.ObjectRules.Extensions;
using Gauntlet.ObjectRules.Metadata;
using Gauntlet.ObjectRules.Networking;
using Gauntlet.ObjectRules.Pods;
using Gauntlet.ObjectRules.Scaling;
using Gauntlet.ObjectRules.Storage;
using Gauntlet.ObjectRules.Workloads;

namespace Gauntlet.ObjectRules;

/// <summary>
/// The rules that the Kubernetes API has for single objects, beyond the types of their fields. An object may come from a file, without defaults, or from a
/// server.
/// What no rule knows, such as a custom resource, is checked for its metadata alone.
/// </summary>
public static class Rules
{
    /// <summary>All problems of an object at once; none when an API server would take it.</summary>
    public static IReadOnlyList<ObjectProblem> Check(JsonObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        List<ObjectProblem> problems = [];
        var root = new Field(item, "", problems);
        var (group, kind) = (GroupOf(root["apiVersion"].Text ?? ""), root["kind"].Text ?? "");
        MetadataRules.Check(root, group, kind);
        CheckKind(root, group, kind);
        return problems;
    }

    internal static string GroupOf(string apiVersion) => apiVersion.Split('/') is [var group, _] ? group : "";

    private static void CheckKind(Field item, string group, string kind)
    {
        switch (group, kind)
        {
            case ("", "Pod"):
                PodRules.Check(item);
                break;
            case ("apps", "Deployment"):
                WorkloadRules.Deployment(item);
                break;
            case ("apps", "ReplicaSet"):
                WorkloadRules.ReplicaSet(item);
                break;
            case ("apps", "StatefulSet"):
                WorkloadRules.StatefulSet(item);
                break;
            case ("apps", "DaemonSet"):
                WorkloadRules.DaemonSet(item);
                break;
            case ("batch", "Job"):
                JobRules.Job(item);
                break;
            case ("batch", "CronJob"):
                JobRules.CronJob(item);
                break;
            case ("", "Service"):
                ServiceRules.Check(item);
                break;
            case ("networking.k8s.io", "Ingress"):
                IngressRules.Check(item);
                break;
            case ("networking.k8s.io", "IngressClass"):
                IngressRules.Class(item);
                break;
            case ("networking.k8s.io", "NetworkPolicy"):
                NetworkPolicyRules.Check(item);
                break;
            case ("", "ConfigMap"):
                DataRules.ConfigMap(item);
                break;
            case ("", "Secret"):
                DataRules.Secret(item);
                break;
            case ("", "PersistentVolumeClaim"):
                ClaimRules.Spec(item["spec"]);
                break;
            case ("autoscaling", "HorizontalPodAutoscaler"):
                AutoscalerRules.Check(item);
                break;
            case ("policy", "PodDisruptionBudget"):
                DisruptionBudgetRules.Check(item);
                break;
            case ("rbac.authorization.k8s.io", "Role" or "ClusterRole"):
                RoleRules.Role(item, kind == "Role");
                break;
            case ("rbac.authorization.k8s.io", "RoleBinding" or "ClusterRoleBinding"):
                RoleRules.Binding(item, kind == "RoleBinding");
                break;
            case ("apiextensions.k8s.io", "CustomResourceDefinition"):
                DefinitionRules.Check(item);
                break;
        }
    }
}

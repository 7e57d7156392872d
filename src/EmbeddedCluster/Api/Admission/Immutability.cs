using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api.Admission;

/// <summary>The fields that an API server does not let anyone change once an object exists.</summary>
internal static class Immutability
{
    private const string UpdatablePodFields = "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
        + "`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    private static readonly string[] Content = ["immutable", "data", "binaryData"];

    /// <summary>Throws <c>Invalid</c> (422) when an update changes such a field.</summary>
    public static void Check(ResourceType type, JsonObject before, JsonObject next)
    {
        List<FieldProblem> problems = [.. FieldsOf(type)
            .Select(field => (Name: field, Before: before.At(field.Split('.')), Next: next.At(field.Split('.'))))
            .Where(field => field.Before is not null && !JsonReading.Same(field.Before, field.Next))
            .Select(field => FieldProblem.Invalid(field.Name, field.Next?.ToJsonString() ?? "null", field.Name == "roleRef" ? "cannot change roleRef" : "field is immutable"))];
        if (type.Kind == "Pod")
        {
            CheckPodSpec(before.Object("spec") ?? [], next.Object("spec") ?? [], problems);
        }

        if (type.Kind is "ConfigMap" or "Secret" && before.Flag("immutable"))
        {
            problems.AddRange(Content.Where(field => !JsonReading.Same(before[field], next[field]))
                .Select(field => FieldProblem.Forbidden(field, "field is immutable when `immutable` is set")));
        }

        if (problems.Count > 0)
        {
            throw StatusException.Invalid(type, before.Name(), problems);
        }
    }

    private static string[] FieldsOf(ResourceType type) => type.Kind switch
    {
        "Deployment" or "ReplicaSet" => ["spec.selector"],
        "Job" => ["spec.completions", "spec.completionMode", "spec.selector", "spec.template"],
        "Service" => ["spec.clusterIP"],
        "Secret" => ["type"],
        "IngressClass" => ["spec.controller"],
        "RoleBinding" or "ClusterRoleBinding" => ["roleRef"],
        _ => [],
    };

    private static void CheckPodSpec(JsonObject before, JsonObject next, List<FieldProblem> problems)
    {
        // What may change is taken from before; then nothing may differ.
        var rest = next.Copy();
        rest["activeDeadlineSeconds"] = before["activeDeadlineSeconds"]?.DeepClone();
        rest["tolerations"] = before["tolerations"]?.DeepClone();
        foreach (var (container, old) in Containers(rest).Zip(Containers(before)))
        {
            container["image"] = old["image"]?.DeepClone();
        }

        var changed = before.Concat(rest).Select(field => field.Key).Distinct().Where(field => !JsonReading.Same(before[field], rest[field])).ToList();
        if (changed.Count > 0)
        {
            problems.Add(FieldProblem.Forbidden("spec", $"pod updates may not change fields other than {UpdatablePodFields}\nchanged: {string.Join(", ", changed)}"));
        }

        var tolerations = next.Objects("tolerations").Select(Lasting).ToList();
        if (before.Objects("tolerations").Select(Lasting).Any(old => !tolerations.Exists(toleration => JsonReading.Same(old, toleration))))
        {
            problems.Add(FieldProblem.Forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds"));
        }
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) => spec.Objects("initContainers").Concat(spec.Objects("containers"));

    private static JsonObject Lasting(JsonObject toleration)
    {
        var lasting = toleration.Copy();
        lasting.Remove("tolerationSeconds");
        return lasting;
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gauntlet.EmbeddedCluster.Controllers;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api.Admission;

/// <summary>The checks whose absence would let a wrong manifest pass here and fail on a real cluster.</summary>
internal static partial class Validation
{
    private const string NameRule = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
        + "and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    public static void Name(ResourceType type, JsonObject item)
    {
        var name = item.Name();
        if (name.Length == 0)
        {
            throw StatusException.Invalid(type, "", FieldProblem.Required("metadata.name", "name or generateName is required"));
        }

        // RBAC names are path segments: system:masters and the like are legal.
        var legal = type.Group == "rbac.authorization.k8s.io" ? !name.Contains('/', StringComparison.Ordinal) && !name.Contains('%', StringComparison.Ordinal) : Subdomain().IsMatch(name);
        if (!legal || name.Length > 253)
        {
            throw StatusException.Invalid(type, name, FieldProblem.Invalid("metadata.name", $"\"{name}\"", NameRule));
        }
    }

    public static void Object(ResourceType type, JsonObject item)
    {
        List<FieldProblem> problems = [];
        switch (type.Kind)
        {
            case "Pod":
                PodSpec(item.Object("spec"), "spec", problems);
                break;
            case "Deployment" or "ReplicaSet":
                Workload(item, problems);
                break;
            case "Job":
                PodSpec(item.Object("spec", "template", "spec"), "spec.template.spec", problems);
                if (item.Text("spec", "template", "spec", "restartPolicy") is not ("Never" or "OnFailure"))
                {
                    problems.Add(new FieldProblem("spec.template.spec.restartPolicy", "FieldValueRequired", "Required value: valid values: \"OnFailure\", \"Never\""));
                }

                break;
            case "Service" when item.Text("spec", "type") != "ExternalName":
                Service(item, problems);
                break;
            case "Ingress":
                Ingress(item, problems);
                break;
        }

        if (problems.Count > 0)
        {
            throw StatusException.Invalid(type, item.Name(), problems);
        }
    }

    private static void Workload(JsonObject item, List<FieldProblem> problems)
    {
        if (item.Object("spec", "selector") is not { Count: > 0 } selector)
        {
            problems.Add(FieldProblem.Required("spec.selector"));
        }
        else if (!LabelSelector.FromObject(selector).Matches(item.Map("spec", "template", "metadata", "labels")))
        {
            var labels = item.At("spec", "template", "metadata", "labels")?.ToJsonString() ?? "null";
            problems.Add(FieldProblem.Invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`"));
        }

        if (item.Number("spec", "replicas") is < 0)
        {
            problems.Add(FieldProblem.Invalid("spec.replicas", item.Number("spec", "replicas")!.ToString()!, "must be greater than or equal to 0"));
        }

        PodSpec(item.Object("spec", "template", "spec"), "spec.template.spec", problems);
    }

    private static void PodSpec(JsonObject? spec, string path, List<FieldProblem> problems)
    {
        var containers = spec.Objects("containers").ToList();
        if (containers.Count == 0)
        {
            problems.Add(FieldProblem.Required($"{path}.containers"));
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        for (var index = 0; index < containers.Count; index++)
        {
            var field = $"{path}.containers[{index}]";
            var name = containers[index].Text("name");
            if (string.IsNullOrEmpty(name))
            {
                problems.Add(FieldProblem.Required($"{field}.name"));
            }
            else if (!names.Add(name))
            {
                problems.Add(new FieldProblem($"{field}.name", "FieldValueDuplicate", $"Duplicate value: \"{name}\""));
            }

            if (string.IsNullOrEmpty(containers[index].Text("image")))
            {
                problems.Add(FieldProblem.Required($"{field}.image"));
            }

            var limits = containers[index].Map("resources", "limits");
            problems.AddRange(containers[index].Map("resources", "requests")
                .Where(request => limits.TryGetValue(request.Key, out var limit) && Quantity.Parse(request.Value) > Quantity.Parse(limit))
                .Select(request => FieldProblem.Invalid($"{field}.resources.requests", $"\"{request.Value}\"", $"must be less than or equal to {request.Key} limit of {limits[request.Key]}")));
        }
    }

    private static void Service(JsonObject item, List<FieldProblem> problems)
    {
        var index = 0;
        foreach (var port in item.Objects("spec", "ports"))
        {
            if (port.Number("port") is not (>= 1 and <= 65_535))
            {
                problems.Add(FieldProblem.Invalid($"spec.ports[{index}].port", port["port"]?.ToJsonString() ?? "0", "must be between 1 and 65535, inclusive"));
            }

            index++;
        }

        if (index == 0 && item.Text("spec", "clusterIP") != "None")
        {
            problems.Add(FieldProblem.Required("spec.ports"));
        }
    }

    private static void Ingress(JsonObject item, List<FieldProblem> problems)
    {
        if (item.Object("spec", "defaultBackend") is null && !item.Objects("spec", "rules").Any())
        {
            problems.Add(FieldProblem.Invalid("spec", "[]", "either `defaultBackend` or `rules` must be specified"));
        }

        var rule = 0;
        foreach (var paths in item.Objects("spec", "rules").Select(entry => entry.Objects("http", "paths").ToList()))
        {
            for (var index = 0; index < paths.Count; index++)
            {
                if (paths[index].Text("pathType") is not ("Exact" or "Prefix" or "ImplementationSpecific"))
                {
                    problems.Add(FieldProblem.Required($"spec.rules[{rule}].http.paths[{index}].pathType", "pathType must be specified"));
                }
            }

            rule++;
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex Subdomain();
}

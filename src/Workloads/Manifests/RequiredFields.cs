using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.Workloads.Manifests;

/// <summary>What the API requires and the pipeline reads: without it an object would be refused by the server, or mistaken here.</summary>
internal static class RequiredFields
{
    /// <summary>The path of the first field that is missing; null when all are there.</summary>
    public static string? FirstMissing(object resource) => resource switch
    {
        V1Deployment { Spec: null } or V1Service { Spec: null } => "spec",
        V1Deployment { Spec.Selector: null } => "spec.selector",
        V1Deployment { Spec.Template.Spec: null } or V1Deployment { Spec.Template: null } => "spec.template.spec",
        V1Deployment deployment => FirstMissing(deployment.Spec.Template.Spec.Containers),
        _ => null,
    };

    /// <summary>The line of the first list entry that has no value, such as a lone dash; null when there is none.</summary>
    public static long? FirstEmptyEntry(IEnumerable<YamlNode> nodes) =>
        nodes.OfType<YamlSequenceNode>().SelectMany(list => list.Children).OfType<YamlScalarNode>().Where(IsNull).MinBy(entry => entry.Start.Line)?.Start.Line;

    private static string? FirstMissing(IList<V1Container>? containers)
    {
        if (containers is null or [])
        {
            return "spec.template.spec.containers";
        }

        var unnamed = containers.Select((container, index) => (container, index)).FirstOrDefault(entry => string.IsNullOrEmpty(entry.container.Name) || string.IsNullOrEmpty(entry.container.Image));
        return unnamed.container is null ? null : $"spec.template.spec.containers[{unnamed.index}].{(string.IsNullOrEmpty(unnamed.container.Name) ? "name" : "image")}";
    }

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar.Style == YamlDotNet.Core.ScalarStyle.Plain && (scalar.Value is null or "" or "~" or "null" or "Null" or "NULL");
}

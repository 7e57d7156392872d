using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Export.Tests.Dashboards;

/// <summary>dashboards/gauntlet.json.</summary>
internal static partial class Dashboard
{
    public static JsonNode Json { get; } = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "dashboards", "gauntlet.json")))!;

    /// <summary>Every expression of panels and annotations.</summary>
    public static IReadOnlyList<string> Expressions { get; } =
    [
        .. Json["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!),
        .. Json["annotations"]!["list"]!.AsArray().Select(annotation => (string)annotation!["expr"]!),
    ];

    public static IReadOnlyList<JsonNode> Variables { get; } = [.. Json["templating"]!["list"]!.AsArray().Select(variable => variable!)];

    /// <summary>The metric and the label that a variable lists the values of.</summary>
    public static (string Metric, string Label) Values(JsonNode variable)
    {
        var match = LabelValues().Match((string)variable["query"]!["query"]!);
        Assert.That(match.Success, Is.True, variable.ToJsonString());
        return (match.Groups[1].Value, match.Groups[2].Value);
    }

    [GeneratedRegex(@"^label_values\((\w+), (\w+)\)$")]
    private static partial Regex LabelValues();
}

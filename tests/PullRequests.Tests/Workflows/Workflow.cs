using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.PullRequests.Tests.Workflows;

/// <summary>A workflow, as far as the tests ask.</summary>
internal sealed record Workflow(string File, YamlMappingNode Root, IReadOnlyList<Job> Jobs)
{
    public static Workflow Read(string file)
    {
        var root = RepositoryFiles.Yaml(".github", "workflows", Path.GetFileName(file));
        return new Workflow(Path.GetFileName(file), root, [.. ((YamlMappingNode)root["jobs"]).Select(job => Workflows.Job.Read(Text(job.Key), (YamlMappingNode)job.Value))]);
    }

    public Job Job(string name) => Jobs.Single(job => job.Name == name);

    public IEnumerable<string> Triggers => ((YamlMappingNode)Root["on"]).Children.Keys.Select(Text);

    public override string ToString() => File;

    public static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? string.Empty;

    public static YamlNode? Find(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    public static Dictionary<string, string> Map(YamlNode? node) =>
        node is YamlMappingNode map ? map.ToDictionary(pair => Text(pair.Key), pair => Text(pair.Value), StringComparer.Ordinal) : [];
}

internal sealed record Job(string Name, string? Needs, string? Condition, string RunsOn, int Minutes, IReadOnlyDictionary<string, string> Permissions, IReadOnlyList<Step> Steps)
{
    public static Job Read(string name, YamlMappingNode node) => new(
        name,
        Workflow.Find(node, "needs") is { } needs ? Workflow.Text(needs) : null,
        Workflow.Find(node, "if") is { } condition ? Workflow.Text(condition) : null,
        Workflow.Text(node["runs-on"]),
        int.Parse(Workflow.Text(node["timeout-minutes"]), CultureInfo.InvariantCulture),
        Workflow.Map(node["permissions"]),
        [.. ((YamlSequenceNode)node["steps"]).Cast<YamlMappingNode>().Select(Workflows.Step.Read)]);

    public Step Step(string name) => Steps.Single(step => step.Name == name);
}

internal sealed record Step(
    string Name, string? Uses, string? Run, string? Condition, int Minutes, IReadOnlyDictionary<string, string> With, IReadOnlyDictionary<string, string> Environment)
{
    public static Step Read(YamlMappingNode node) => new(
        Workflow.Text(node["name"]),
        Workflow.Find(node, "uses") is { } uses ? Workflow.Text(uses) : null,
        Workflow.Find(node, "run") is { } run ? Workflow.Text(run) : null,
        Workflow.Find(node, "if") is { } condition ? Workflow.Text(condition) : null,
        int.Parse(Workflow.Text(node["timeout-minutes"]), CultureInfo.InvariantCulture),
        Workflow.Map(Workflow.Find(node, "with")),
        Workflow.Map(Workflow.Find(node, "env")));
}

using System.Globalization;
using Gauntlet.PipelineHarness;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.Workflows.Tests;

/// <summary>A workflow, as far as the tests ask.</summary>
internal sealed record Workflow(string File, YamlMappingNode Root, IReadOnlyList<Job> Jobs)
{
    public static IReadOnlyList<Workflow> All { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.yml").Order(StringComparer.Ordinal).Select(file => Read(Path.GetFileName(file)))];

    public static string Folder => Path.Combine(Checkout.Root, ".github", "workflows");

    public IEnumerable<string> Triggers => ((YamlMappingNode)Root["on"]).Children.Keys.Select(Yaml.Text);

    public IReadOnlyDictionary<string, string> Environment => Yaml.Map(Yaml.Find(Root, "env"));

    public string Source => System.IO.File.ReadAllText(Path.Combine(Folder, File));

    public static Workflow Read(string file)
    {
        var root = Yaml.Read(Path.Combine(Folder, file));
        return new Workflow(file, root, [.. ((YamlMappingNode)root["jobs"]).Select(job => Tests.Job.Read(Yaml.Text(job.Key), (YamlMappingNode)job.Value))]);
    }

    public Job Job(string name) => Jobs.Single(job => job.Name == name);

    public override string ToString() => File;
}

internal sealed record Job(
    string Name, string? Needs, string? Condition, string RunsOn, int Minutes, IReadOnlyDictionary<string, string> Permissions, IReadOnlyList<Step> Steps)
{
    public static Job Read(string name, YamlMappingNode node) => new(
        name,
        Yaml.Find(node, "needs") is { } needs ? Yaml.Text(needs) : null,
        Yaml.Find(node, "if") is { } condition ? Yaml.Text(condition) : null,
        Yaml.Text(node["runs-on"]),
        int.Parse(Yaml.Text(node["timeout-minutes"]), CultureInfo.InvariantCulture),
        Yaml.Map(node["permissions"]),
        [.. ((YamlSequenceNode)node["steps"]).Cast<YamlMappingNode>().Select(Tests.Step.Read)]);

    public Step Step(string name) => Steps.Single(step => step.Name == name);
}

internal sealed record Step(
    string Name, string? Id, string? Uses, string? Run, string? Condition, int Minutes,
    IReadOnlyDictionary<string, string> With, IReadOnlyDictionary<string, string> Environment)
{
    public static Step Read(YamlMappingNode node) => new(
        Yaml.Text(node["name"]),
        Optional(node, "id"),
        Optional(node, "uses"),
        Optional(node, "run"),
        Optional(node, "if"),
        int.Parse(Yaml.Text(node["timeout-minutes"]), CultureInfo.InvariantCulture),
        Yaml.Map(Yaml.Find(node, "with")),
        Yaml.Map(Yaml.Find(node, "env")));

    private static string? Optional(YamlMappingNode node, string key) => Yaml.Find(node, key) is { } value ? Yaml.Text(value) : null;
}

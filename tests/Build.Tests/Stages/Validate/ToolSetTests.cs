using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Tests.Stages.Validate;

/// <summary>Which tools a run asks for; how one is found is for the tests of its resolver.</summary>
[TestFixture]
[Platform(Exclude = "Win")]
[CancelAfter(30_000)]
internal sealed class ToolSetTests
{
    private static readonly string[] EveryTool = ["kind", "kubectl", "trivy", "k6"];

    [TestCase("kind", "kind kubectl trivy")]
    [TestCase("existing", "kubectl trivy")]
    [TestCase("embedded", "kubectl trivy")]
    [TestCase("embedded", "kubectl", "--skip=ScanSecurity")]
    public async Task ResolveAsync_KindOfCluster_TakesWhatItNeeds(string kind, string expected, params string[] options)
    {
        var (tools, findings) = await ResolveAsync(kind, EveryTool, options);

        Assert.That(tools.Select(tool => tool.Name), Is.EqualTo(expected.Split(' ')));
        Assert.That(tools.Select(tool => tool.Source), Is.All.EqualTo("path"));
        Assert.That((findings.Outcome, findings.Problem), Is.EqualTo((StageOutcome.Pass, (StageProblem?)null)));
    }

    [Test]
    public async Task ResolveAsync_EmbeddedWithoutKubectl_DoesWithoutIt()
    {
        var (tools, findings) = await ResolveAsync("embedded", [], "--skip=ScanSecurity");

        Assert.That((tools.Count, findings.Problem), Is.EqualTo((0, (StageProblem?)null)));
    }

    [TestCase("k6", StageOutcome.Pass)]
    [TestCase("", StageOutcome.Infrastructure)]
    [TestCase("", StageOutcome.Pass, "--skip=LoadTest")]
    public async Task ResolveAsync_EngineThatIsATool_MustBeOnPathWhereLoadIsSent(string onPath, StageOutcome outcome, params string[] options)
    {
        var (tools, findings) = await ResolveAsync(
            "embedded", onPath.Split(' ', StringSplitOptions.RemoveEmptyEntries), [.. options, "--skip=ScanSecurity", "--engine=k6"]);

        Assert.That(findings.Outcome, Is.EqualTo(outcome));
        Assert.That(tools.Select(tool => $"{tool.Name} {tool.Version}"), Is.EqualTo(onPath.Length > 0 ? new[] { "k6 1.2.3" } : []));
    }

    [Test]
    public async Task ResolveAsync_ToolsThatMustNotRun_IsInfrastructureButForTheScanner()
    {
        var (tools, findings) = await ResolveAsync("embedded", ["trivy"], new RefusedProbe());
        var state = States.New().With(
            States.Slot<ValidationResult>(StageOutcome.Pass) with { Result = new ValidationResult("embedded", null, tools, 0, [], findings.Warnings) });

        Assert.That((tools.Count, findings.Problem), Is.EqualTo((0, (StageProblem?)null)));
        Assert.That(ToolSet.WhyNoScanner(state), Does.Contain("trivy 0.69.4, which must not run"));
    }

    private static Task<(IReadOnlyList<ToolRecord> Tools, Findings Findings)> ResolveAsync(string kind, string[] onPath, params string[] options) =>
        ResolveAsync(kind, onPath, new PinnedProbe(), options);

    private static async Task<(IReadOnlyList<ToolRecord> Tools, Findings Findings)> ResolveAsync(
        string kind, string[] onPath, IToolProbe probe, params string[] options)
    {
        using var bench = new StageBench(["--target=Validate", .. options]);
        foreach (var name in onPath)
        {
            var file = Path.Combine(bench.Context.Paths.Root, name);
            await File.WriteAllTextAsync(file, "#!/bin/sh\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        using var tools = new ToolSet(
            probe, bench.Log, new HostEnvironment(new Dictionary<string, string> { ["PATH"] = bench.Context.Paths.Root }, "/"), bench.Time);
        var findings = new Findings();
        return (await tools.ResolveAsync(bench.Context, bench.Clusters.Of(kind), [], findings, CancellationToken.None), findings);
    }

    private sealed class PinnedProbe : IToolProbe
    {
        public string Ask(string path, IReadOnlyList<string> arguments) =>
            new[] { ToolPins.Kind, ToolPins.Kubectl, ToolPins.Trivy }.SingleOrDefault(pin => pin.Name == Path.GetFileName(path))?.Version ?? "engine 1.2.3";
    }

    private sealed class RefusedProbe : IToolProbe
    {
        public string Ask(string path, IReadOnlyList<string> arguments) => "Version: 0.69.4";
    }
}

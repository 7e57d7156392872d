using System.Text.Json.Nodes;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Two runs in one checkout at the same time.</summary>
[Category("Tools")] // two whole runs are too long for the 120 s of the default category
[TestFixture]
[Platform("Linux")]
public sealed class TwoRunsTests
{
    /// <summary>Neither goes on until the other one is there, with its cluster up and its load judged.</summary>
    private const string Meet = """
        touch "$meeting/$PPID"
        tries=0
        until [ "$(ls "$meeting" | wc -l)" -ge 2 ] || [ $tries -ge 2400 ]; do sleep 0.1; tries=$((tries + 1)); done
        [ "$(ls "$meeting" | wc -l)" -ge 2 ] || exit 70
        echo '{"SchemaVersion":2}' > "$out"
        """;

    [Test]
    public async Task Full_TwoAtOnceWithFoldersNamesAndPortsOfTheirOwn_BothPassAndMixNothing()
    {
        await using var copy = ProjectCopy.Create();
        var meeting = Directory.CreateDirectory(Path.Combine(copy.Home, "meeting")).FullName;
        copy.AddTrivy($"meeting='{meeting}'\n{Meet}", "echo '{\"runs\":[]}' > \"$out\"");
        var (a, b) = (copy.PathOf("run-a"), Path.Combine(copy.Home, "run b"));

        await using var first = copy.Start(Full(a, copy.ClusterName + "a"));
        await using var second = copy.Start(Full(b, copy.ClusterName + "b"));
        PipelineResult[] runs = [await first.ExitAsync(), await second.ExitAsync()];

        Assert.That(runs.Select(run => run.ExitCode), Is.All.Zero, $"{runs[0]}\n{runs[1]}");
        Assert.That(Directory.EnumerateFiles(meeting).Count(), Is.EqualTo(2), "both were under way at once");
        Assert.That(Directory.EnumerateFileSystemEntries(copy.Artifact()), Is.Empty, "neither wrote anywhere else");
        foreach (var (folder, name) in new[] { (a, "a"), (b, "b") })
        {
            var state = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "state.json")))!;
            Assert.That((string?)state["createCluster"]!["result"]!["name"], Is.EqualTo(copy.ClusterName + name));
            Assert.That((long?)state["loadTest"]!["result"]!["requests"], Is.EqualTo(600));
            Assert.That((string?)state["run"]!["command"], Does.Contain("--artifacts=").And.Contain(Path.GetFileName(folder)));
            Assert.That(File.Exists(Path.Combine(folder, "report.html")), folder);
            Assert.That(File.Exists(Path.Combine(folder, "kubeconfig")), Is.False, "its cluster is deleted");
        }

        Assert.That(LeftProcesses.Of(copy), Is.Empty);
    }

    private static string[] Full(string artifacts, string name) =>
    [
        "--target=Full", "--cluster=embedded", "--skip=Test", $"--artifacts={artifacts}", $"--cluster-name={name}",
        $"--http-port={FreePorts.Take()}", $"--https-port={FreePorts.Take()}", .. ShortLoad.Arguments,
    ];
}

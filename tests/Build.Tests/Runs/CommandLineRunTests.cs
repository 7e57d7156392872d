using System.Text.RegularExpressions;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Command lines of the host itself that begin no run.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class CommandLineRunTests
{
    /// <summary>Frosting alone would run Default on the first, take Test for a value on the second, and ignore the third.</summary>
    [TestCase("Write --target=Full", "Full")]
    [TestCase("Write --target=Test", "--keep-cluster", "Test")]
    [TestCase("did you mean '--exclusive'?", "--EXCLUSIVE")]
    [TestCase("--target needs a value", "--target=")]
    [TestCase("--target needs a value", "--target", "")]
    [TestCase("did you mean 'Deploy'?", "--target=Deplyo")]
    [TestCase("--from goes with --target=PostComment and --target=Verdict only, not with ScanSecurity", "--target=ScanSecurity", "--from=.")]
    [TestCase("did you mean '--threshold'?", "--thresold=p(95) < 1ms")]
    public async Task Host_LineThatFrostingWouldMisread_IsRefusedInOneLineBeforeAnythingIsMade(string expected, params string[] arguments)
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync(arguments);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Error.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(1).And.All.Contains(expected));
        Assert.That(Made(copy), Is.Empty);
    }

    [TestCase("--help", "--threshold <expression>")]
    [TestCase("--tree", "CollectDiagnostics")]
    [TestCase("--description", "Delete the cluster and its kubeconfig")]
    [TestCase("--dryrun", "CheckHealth")]
    public async Task Host_ModeThatOnlyPrints_ChangesNothing(string mode, string expected)
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync(mode, "--target=Full");

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Output, Does.Contain(expected));
        Assert.That(Made(copy), Is.Empty);
    }

    [Test]
    public async Task Host_Description_HasTheStagesInTheirOrder()
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync("--description");

        var listed = Regex.Replace(run.Output, "\e\\[[0-9;]*m", "").Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault());
        Assert.That(listed.Where(StageCatalog.Host.Targets.Contains!), Is.EqualTo(
            new[] { RunTargets.Full, RunTargets.Default }.Concat(StageCatalog.Host.Names).Append(RunTargets.Verdict)), run.ToString());
    }

    [TestCase("--version", "Gauntlet ")]
    [TestCase("--info", "Gauntlet ")]
    [TestCase("--help", "USAGE:")]
    public async Task Host_AskedForItself_NamesItself(string mode, string firstWords)
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync(mode);

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Output, Does.StartWith(firstWords).And.Not.Contain("Unknown").And.Not.Contain(".dll"));
    }

    [Test]
    public async Task Host_DryRun_SaysWhereAndUnderWhichLoadAndWhatIsLeftOut()
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync("--dryrun", "--skip=Test", "--skip=PostComment", "--rate=200");

        Assert.That(run.Output, Does.Contain("Left out by --skip: Test, PostComment")
            .And.Contain($"Cluster: auto, name {copy.ClusterName}, ports {copy.HttpPort} and {copy.HttpsPort}\nLoad: open model, constant arrivals, 200/s for ")
            .And.Contain("\nFiles: artifacts\n"));
    }

    private static IEnumerable<string> Made(ProjectCopy copy) =>
        new[] { copy.Artifact("."), copy.Cache }.SelectMany(folder => Directory.EnumerateFileSystemEntries(folder));
}

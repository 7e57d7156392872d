using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Options that do not apply to the cluster that Validate settles on.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class IdleOptionTests
{
    /// <summary>Without docker on PATH auto chooses the embedded cluster.</summary>
    [TestCase("--node-image=example/node:1")]
    [TestCase("--load-image=example/app:1")]
    public async Task Validate_OptionOfAKindThatAutoDidNotChoose_IsWarnedOf(string option)
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync(
            new Dictionary<string, string?> { ["PATH"] = copy.Tools }, "--target=Validate", "--cluster=auto", "--skip=ScanSecurity", option);

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Output, Does.Contain($"warning: {option.Split('=')[0]} goes with --cluster=kind and has no effect: this is the embedded cluster."));
    }

    [Test]
    public async Task Host_VariableThatNothingReads_IsRefusedInOneLine()
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync(new Dictionary<string, string?> { ["GAUNTLET_" + "RAT"] = "5" }, "--target=Validate");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Error, Does.StartWith("error: ").And.Contain("did you mean 'GAUNTLET_RATE'?"));
    }
}

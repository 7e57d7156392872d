using Gauntlet.Build.Ci;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Deploy;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Stages.ScanSecurity;
using Gauntlet.Build.Stages.Test;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.HostBench;

namespace Gauntlet.Build.Tests.Ci;

[TestFixture]
public sealed class CiCommandsTests
{
    private static readonly PipelineState Failed = States.New()
        .With(States.Slot<TestResult>(StageOutcome.Fail, "two tests"))
        .With(States.Slot<DeployResult>(StageOutcome.Inconclusive) with
        {
            Problem = new StageProblem("one of two") { Faults = [new Fault("Pod a", "it broke", "manifests/a.yaml", 3), new Fault("Pod b", "it broke")] },
        })
        .With(States.Slot<ScanResult>(StageOutcome.Skipped, "no trivy"))
        .With(States.Slot<LoadResult>(StageOutcome.Fail, "of another step"));

    [Test]
    public void Annotate_StagesOfThisProcess_NamesEachFaultOnceErrorsFirst() =>
        Assert.That(Written(commands => commands.Annotate(Failed, ["Deploy", "Test", "ScanSecurity"])), Is.EqualTo(
            "::error title=Test::two tests\n"
            + "::warning file=manifests/a.yaml,line=3,title=Deploy%3A Pod a::it broke\n::warning title=Deploy%3A Pod b::it broke\n"));

    [Test]
    public void Quote_TextOfOthers_IsNotObeyed()
    {
        var lines = Written((commands, terminal) =>
        {
            using (commands.Quote())
            {
                terminal.Out.WriteLine("::error::of a pod");
            }
        }).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(lines[0], Does.StartWith("::stop-commands::gauntlet-"));
        Assert.That(lines[^1], Is.EqualTo($"::{lines[0]["::stop-commands::".Length..]}::"));
    }

    [Test]
    public void BeginGroup_AndMask_AreCommands() =>
        Assert.That(Written(commands =>
        {
            commands.MaskSecrets(["a secret\nof two lines"]);
            commands.BeginGroup("Deploy");
            commands.EndGroup();
        }), Is.EqualTo("::add-mask::a secret\n::add-mask::of two lines\n::group::Deploy\n::endgroup::\n"));

    [Test]
    public void Everything_OutsideGitHubActions_WritesNothing() =>
        Assert.That(Written((commands, _) =>
        {
            commands.MaskSecrets(["a secret"]);
            commands.BeginGroup("Deploy");
            commands.Annotate(Failed, ["Test"]);
            commands.Quote()?.Dispose();
            commands.EndGroup();
        }, "CI=true"), Is.Empty);

    [TestCase("GITHUB_ACTIONS=true", "\u200B::error::x")]
    [TestCase("", "::error::x")]
    public void Inert_LineThatQuotesACommand_IsDefusedWhereItWouldBeObeyed(string variables, string expected) =>
        Assert.That(new CiCommands(CiEnvironmentTests.Read(variables), TextWriter.Null).Inert("::error::x"), Is.EqualTo(expected));

    private static string Written(Action<CiCommands> act) => Written((commands, _) => act(commands));

    private static string Written(Action<CiCommands, TestTerminal> act, string variables = "GITHUB_ACTIONS=true")
    {
        var terminal = new TestTerminal();
        act(new CiCommands(CiEnvironmentTests.Read(variables), terminal.Out), terminal);
        return terminal.Output;
    }
}

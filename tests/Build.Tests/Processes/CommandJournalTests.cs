using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;

namespace Gauntlet.Build.Tests.Processes;

/// <summary>The boundary to kind, docker and kubectl: a command that fails ends the stage with what it said.</summary>
[TestFixture]
public sealed class CommandJournalTests
{
    private static readonly CakeException Failed = new("kind: Process returned an error (exit code 1).");

    [TestCase(
        "kind create cluster --name a", new[] { "Creating cluster", "ERROR: failed to create cluster: port is taken", "" },
        "kind create cluster --name a exited with 1: ERROR: failed to create cluster: port is taken")]
    [TestCase(
        "docker ps --all", new[] { "Cannot connect to the Docker daemon at unix:///var/run/docker.sock." },
        "docker ps --all exited with 1: Cannot connect to the Docker daemon at unix:///var/run/docker.sock.")]
    [TestCase("kubectl apply", new string[0], "kubectl apply exited with 1: no output")]
    public void Run_CommandThatFails_IsInfrastructureAndSaysWhatItSaid(string line, string[] output, string reason)
    {
        var journal = new CommandJournal();

        var error = Assert.Throws<StageException>(() => journal.Run(() => Fail(journal, line, output)));

        Assert.That((error!.Outcome, error.Message), Is.EqualTo((StageOutcome.Infrastructure, reason)));
        Assert.That(error.Evidence, Is.EqualTo(output));
    }

    [Test]
    public void Run_CommandThatFailedBefore_IsNotBlamed()
    {
        var journal = new CommandJournal();
        journal.End(null!, new CompletedCommand("trivy fs", 1, TimeSpan.Zero, ["error: an older one"]));

        Assert.That(() => journal.Run(() => throw new CakeException("kind could not be started: No such file or directory")),
            Throws.TypeOf<StageException>().With.Message.EqualTo("kind could not be started: No such file or directory"));
    }

    [Test]
    public void Run_FailureThatIsKnown_EndsAsItIsExplained()
    {
        var journal = new CommandJournal();

        Assert.That(
            () => journal.Run(() => Fail(journal, "kubectl apply", ["is invalid"]), failed => new StageException(StageOutcome.Usage, failed.Output[0])),
            Throws.TypeOf<StageException>().With.Property("Outcome").EqualTo(StageOutcome.Usage));
    }

    private static void Fail(CommandJournal journal, string line, string[] output)
    {
        journal.End(null!, new CompletedCommand(line, 1, TimeSpan.Zero, output));
        throw Failed;
    }
}

namespace Gauntlet.Compat.Tests.Frosting;

internal sealed class ExecutionTests
{
    private HostBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new HostBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void Run_WithoutATarget_RunsDefault()
    {
        Assert.That(_bench.Tasks(typeof(DefaultSample)).Run(), Is.Zero);
        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["Default"]));
    }

    [Test]
    public void Run_DependenciesAndDependees_GoFirst()
    {
        Assert.That(_bench.Tasks(typeof(SecondSample), typeof(FirstSample), typeof(DependeeSample)).Run("--target=Second"), Is.Zero);
        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["Before", "First", "Second"]));
    }

    [Test]
    public void Run_Exclusive_LeavesDependenciesOut()
    {
        Assert.That(_bench.Tasks(typeof(SecondSample), typeof(FirstSample)).Run("--target=Second", "--exclusive"), Is.Zero);
        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["Second"]));
    }

    [Test]
    public void Run_SeveralTargets_RunASharedDependencyOnce()
    {
        Assert.That(_bench.Tasks(typeof(SecondSample), typeof(FirstSample), typeof(BodylessSample)).Run("--target=Second", "-t", "Bodyless"), Is.Zero);
        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["First", "Second"]));
    }

    [Test]
    public void Run_TaskThatOverridesNoRun_HasNoActionAndIsReportedAsDelegated()
    {
        Assert.That(_bench.Tasks(typeof(BodylessSample), typeof(FirstSample)).Run("--target=Bodyless"), Is.Zero);
        Assert.That(_bench.Report.Lines, Is.EqualTo((string[])["First Executed", "Bodyless Delegated"]));
    }

    [Test]
    public void Run_TargetWhoseCriteriaFail_IsAnErrorWithTheSkippedMessage()
    {
        Assert.That(_bench.Tasks(typeof(SkippedSample)).Run("--target=Skipped"), Is.EqualTo(1));
        Assert.That(_bench.Log.Lines, Has.Some.EqualTo("Error: Error: Could not reach target 'Skipped' since it was skipped due to a criteria: not today."));
        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["ShouldRun"]));
    }

    [Test]
    public void Run_DependencyWhoseCriteriaFail_IsSkippedAndTheTargetRuns()
    {
        Assert.That(_bench.Tasks(typeof(SkippedSample), typeof(AfterSkippedSample)).Run("--target=AfterSkipped"), Is.Zero);
        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["ShouldRun", "AfterSkipped"]));
        Assert.That(_bench.Report.Lines, Has.Some.EqualTo("Skipped Skipped"));
    }

    [Test]
    public void Run_TaskThrowsACakeException_ExitsWithOneWhateverItsCode()
    {
        Assert.That(_bench.Tasks(typeof(FailingSample)).Run("--target=Failing"), Is.EqualTo(1));
        Assert.That(_bench.Log.Lines, Has.Some.EqualTo("Error: Error: it broke"));
        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["Finally"]));
    }

    [Test]
    public void Run_ContinueOnError_CarriesOn()
    {
        Assert.That(_bench.Tasks(typeof(ToleratedSample)).Run("--target=Tolerated"), Is.Zero);
    }

    [Test]
    public void Run_OnErrorOverridden_SwallowsTheException()
    {
        Assert.That(_bench.Tasks(typeof(HandledSample)).Run("--target=Handled"), Is.Zero);
        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["OnError swallowed"]));
    }

    [Test]
    public void Run_TwoHosts_StartFromNothing()
    {
        Assert.That(_bench.Tasks(typeof(FailingSample)).Run("--target=Failing"), Is.EqualTo(1));
        using var second = new HostBench();

        Assert.That(second.Tasks(typeof(DefaultSample)).Run(), Is.Zero);
    }
}

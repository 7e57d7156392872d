using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.CheckHealth;

namespace Gauntlet.Build.Tests.Pipeline;

[TestFixture]
public sealed class StageCatalogTests
{
    [Test]
    public void Stages_OfTheHost_StandBehindAllThatTheyNeed()
    {
        var before = new List<Type>();
        foreach (var stage in StageCatalog.Host.Stages)
        {
            Assert.That(stage.Needs, Is.SubsetOf(before), stage.Name);
            before.Add(stage.Task);
        }

        Assert.That(StageCatalog.Host.First.Name, Is.EqualTo("Validate"), "it begins a run");
    }

    [Test]
    public void Stages_OneMoreBehindAnother_StandsDirectlyBehindIt() =>
        Assert.That(new StageCatalog([typeof(LastTask), typeof(MoreTask), typeof(FirstTask), typeof(NextTask), typeof(string)]).Names,
            Is.EqualTo(new[] { "First", "More", "Next", "Last" }));

    [TestCase("LoadTest", "LoadTest", "CheckHealth")]
    [TestCase("CheckHealth", "CheckHealth LoadTest", "Deploy")]
    [TestCase("Deploy", "Deploy CheckHealth LoadTest", "CreateCluster DeleteCluster")]
    [TestCase("CreateCluster", "CreateCluster Deploy CheckHealth LoadTest DeleteCluster", "Validate Test")]
    [TestCase("Test", "Test", "CreateCluster LoadTest")]
    public void InvalidatedBy_StageOfTheHost_IsAllThatNeedsIt(string stage, string invalid, string valid)
    {
        var invalidated = StageCatalog.Host.InvalidatedBy(StageCatalog.Host.Find(stage)!);

        Assert.That(invalid.Split(' '), Is.SubsetOf(invalidated));
        Assert.That(invalidated.Intersect(valid.Split(' ')), Is.Empty);
    }

    [TestCase("Validate", "Validate")]
    [TestCase("Deploy", "Deploy")]
    [TestCase("CheckHealth", "CheckHealth")]
    [TestCase("DeleteCluster", null)]
    public void FirstUnmetNeed_OfTheLoadTest_IsTheEarliestThatHasNotPassed(string missing, string? expected) =>
        Assert.That(
            StageCatalog.Host.FirstUnmetNeed(
                StageCatalog.Host.Find("LoadTest")!, States.Passed().Without(StageCatalog.Host.InvalidatedBy(StageCatalog.Host.Find(missing)!))),
            Is.EqualTo(expected));

    [Test]
    public void FirstUnmetNeed_NeededStageFailed_IsThatStage() => Assert.That(
        StageCatalog.Host.FirstUnmetNeed(StageCatalog.Host.Find("LoadTest")!, States.Passed().With(States.Slot<HealthResult>(StageOutcome.Fail))),
        Is.EqualTo("CheckHealth"));

    [Test]
    public void Create_StageBehindAClassThatIsNoStage_IsRefused() =>
        Assert.That(() => new StageCatalog([typeof(FirstTask), typeof(LastTask)]), Throws.InvalidOperationException.With.Message.Contains("Last"));

    [Test]
    public void Create_TwoStagesOfOneResult_IsRefused() =>
        Assert.That(() => new StageCatalog([typeof(FirstTask), typeof(TwinTask)]), Throws.InvalidOperationException.With.Message.Contains("First and Twin"));

    private sealed record FirstResult;

    private sealed record NextResult;

    private sealed record MoreResult;

    private sealed record LastResult;

    [TaskName("First"), Stage]
    private sealed class FirstTask : Stub<FirstResult>;

    [TaskName("Next"), Stage(After = typeof(FirstTask))]
    private sealed class NextTask : Stub<NextResult>;

    [TaskName("More"), Stage(After = typeof(FirstTask))]
    private sealed class MoreTask : Stub<MoreResult>;

    [TaskName("Last"), Stage(After = typeof(NextTask))]
    private sealed class LastTask : Stub<LastResult>;

    [TaskName("Twin"), Stage(After = typeof(FirstTask))]
    private sealed class TwinTask : Stub<FirstResult>;

    private abstract class Stub<T>() : Stage<T>(null!)
        where T : class
    {
        protected internal override Task<StageResult<T>> ExecuteAsync(BuildContext context, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}

using Cake.Frosting;

namespace Gauntlet.Compat.Tests.Frosting;

internal sealed class DiscoveryTests
{
    private HostBench _bench = null!;

    [SetUp]
    public void SetUp() => _bench = new HostBench();

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void AddAssembly_Scan_FindsPublicConcreteTasksOnlyByTheirTypeName()
    {
        _bench.With(host => host.AddAssembly(typeof(PublicTask).Assembly));

        Assert.That(_bench.Run("--tree"), Is.Zero);
        Assert.That(_bench.Screen, Does.Contain("PublicTask").And.Contain("NestedTask"));
        Assert.That(_bench.Screen, Does.Not.Contain("HiddenTask").And.Not.Contain("AbstractTask").And.Not.Contain("First"));
    }

    [Test]
    public void AddAssembly_Twice_IsADuplicateTask()
    {
        _bench.With(host => host.AddAssembly(typeof(PublicTask).Assembly).AddAssembly(typeof(PublicTask).Assembly));

        Assert.That(_bench.Run("--target=PublicTask"), Is.EqualTo(1));
        Assert.That(_bench.Log.Lines, Has.Exactly(1).Matches("^Error: .*Another task with the name '(PublicTask|NestedTask)' has already been added"));
    }

    [Test]
    public void Run_TaskWithoutAName_IsCalledByItsTypeNameUntrimmedInAnyCase()
    {
        _bench.Tasks(typeof(UnnamedTask));

        Assert.That(_bench.Run("--target=UNNAMEDtask"), Is.Zero);
        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["UnnamedTask"]));
    }

    [Test]
    public void Run_TypeNameWithoutTheSuffix_IsNotFound()
    {
        _bench.Tasks(typeof(UnnamedTask));

        Assert.That(_bench.Run("--target=Unnamed"), Is.EqualTo(1));
        Assert.That(_bench.Log.Lines, Has.Some.EqualTo("Error: Error: The target 'Unnamed' was not found."));
    }

    [Test]
    public void Run_SeveralUnknownTargets_AreAllNamed()
    {
        _bench.Tasks(typeof(UnnamedTask));

        Assert.That(_bench.Run("--target=A", "--target=B"), Is.EqualTo(1));
        Assert.That(_bench.Log.Lines, Has.Some.Contains("The targets").And.Some.Contains("were not found."));
    }

    [Test]
    public void Run_TaskOfAnotherContext_IsDroppedWithAWarning()
    {
        _bench.Tasks(typeof(GreetingSample), typeof(DefaultSample));

        Assert.That(_bench.Run(), Is.Zero);
        Assert.That(
            _bench.Log.Lines,
            Has.Some.EqualTo($"Warning: Task cannot be used since the context isn't convertible to {typeof(SampleContext).FullName}."));
        Assert.That(_bench.Run("--target=Greeting"), Is.EqualTo(1));
    }

    [Test]
    public void UseContext_TaskOfThatContext_GetsIt()
    {
        _bench.Tasks(typeof(GreetingSample)).With(host => host.UseContext<SampleContext>());

        Assert.That(_bench.Run("--target=Greeting"), Is.Zero);
        Assert.That(_bench.Journal.Lines, Is.EqualTo((string[])["hello"]));
    }

    [Test]
    public void UseContext_InjectingTheConcreteContext_Fails()
    {
        _bench.Tasks(typeof(ConcreteContextSample)).With(host => host.UseContext<SampleContext>());

        Assert.That(_bench.Run("--target=WantsContext"), Is.Not.Zero);
        Assert.That(_bench.Log.Lines, Has.Some.Contains("Unable to resolve service").And.Some.Contains(nameof(SampleContext)));
    }

    [TestCase(typeof(DependencyIsNoTaskSample), "The dependency 'String' is not a valid task.")]
    [TestCase(typeof(DependeeIsNoTaskSample), "The reverse dependency 'String' is not a valid task.")]
    [TestCase(typeof(MissingDependencySample), "Task 'Lonely' is dependent on task 'First' which does not exist.")]
    [TestCase(typeof(TwoHandlersSample), "There can only be one error handler per task.")]
    public void Run_TaskThatCannotBeRegistered_SaysWhy(Type task, string message)
    {
        _bench.Tasks(task, typeof(DefaultSample));

        Assert.That(_bench.Run(), Is.EqualTo(1));
        Assert.That(_bench.Log.Lines, Has.Some.EqualTo("Error: Error: " + message));
        Assert.That(_bench.Journal.Lines, Is.Empty);
    }

    [Test]
    public void Run_CircularDependencies_AreRefused()
    {
        _bench.Tasks(typeof(EggSample), typeof(HenSample), typeof(ChickSample));

        Assert.That(_bench.Run("--target=Egg"), Is.EqualTo(1));
        Assert.That(_bench.Log.Lines, Has.Some.Contains("Graph contains circular references."));
    }
}

using Cake.Core;
using Cake.Frosting;

namespace Gauntlet.Compat.Tests.Frosting;

// Internal: an assembly scan must not find them. Tests register the ones that they need.
#pragma warning disable CA1812 // Avoid uninstantiated internal classes: dependency injection makes them.

[TaskName("Default")]
internal sealed class DefaultSample(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => journal.Add("Default");
}

internal sealed class UnnamedTask(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => journal.Add("UnnamedTask");
}

[TaskName("First")]
[TaskDescription("Goes first")]
internal sealed class FirstSample(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => journal.Add("First");
}

[TaskName("Second")]
[IsDependentOn(typeof(FirstSample))]
internal sealed class SecondSample(Journal journal) : AsyncFrostingTask
{
    public override async Task RunAsync(ICakeContext context)
    {
        await Task.Yield();
        journal.Add("Second");
    }
}

[TaskName("Before")]
[IsDependeeOf(typeof(FirstSample))]
internal sealed class DependeeSample(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => journal.Add("Before");
}

[TaskName("Bodyless")]
[IsDependentOn(typeof(FirstSample))]
internal sealed class BodylessSample : FrostingTask;

[TaskName("Failing")]
internal sealed class FailingSample(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => throw new CakeException(42, "it broke");

    public override void Finally(ICakeContext context) => journal.Add("Finally");
}

[TaskName("Tolerated")]
[ContinueOnError]
internal sealed class ToleratedSample : FrostingTask
{
    public override void Run(ICakeContext context) => throw new InvalidOperationException("never mind");
}

[TaskName("Handled")]
internal sealed class HandledSample(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => throw new InvalidOperationException("swallowed");

    public override void OnError(Exception exception, ICakeContext context) => journal.Add("OnError " + exception.Message);
}

[TaskName("TwoHandlers")]
[ContinueOnError]
internal sealed class TwoHandlersSample : FrostingTask
{
    public override void OnError(Exception exception, ICakeContext context)
    {
    }
}

[TaskName("Skipped")]
internal sealed class SkippedSample(Journal journal) : FrostingTask<ICakeContext>, IFrostingTask
{
    string IFrostingTask.SkippedMessage => "not today";

    public override bool ShouldRun(ICakeContext context)
    {
        journal.Add("ShouldRun");
        return false;
    }

    public override void Run(ICakeContext context) => journal.Add("Skipped ran");
}

[TaskName("AfterSkipped")]
[IsDependentOn(typeof(SkippedSample))]
internal sealed class AfterSkippedSample(Journal journal) : FrostingTask
{
    public override void Run(ICakeContext context) => journal.Add("AfterSkipped");
}

[TaskName("Lost")]
[IsDependentOn(typeof(string))]
internal sealed class DependencyIsNoTaskSample : FrostingTask;

[TaskName("LostToo")]
[IsDependeeOf(typeof(string))]
internal sealed class DependeeIsNoTaskSample : FrostingTask;

[TaskName("Lonely")]
[IsDependentOn(typeof(FirstSample))]
internal sealed class MissingDependencySample : FrostingTask;

[TaskName("Egg")]
[IsDependentOn(typeof(HenSample))]
internal sealed class EggSample : FrostingTask;

[TaskName("Hen")]
[IsDependentOn(typeof(ChickSample))]
internal sealed class HenSample : FrostingTask;

[TaskName("Chick")]
[IsDependentOn(typeof(EggSample))]
internal sealed class ChickSample : FrostingTask;

internal sealed class SampleContext(ICakeContext context) : FrostingContext(context)
{
    public string Greeting { get; } = "hello";
}

[TaskName("Greeting")]
internal sealed class GreetingSample(Journal journal) : FrostingTask<SampleContext>
{
    public override void Run(SampleContext context) => journal.Add(context.Greeting);
}

[TaskName("WantsContext")]
internal sealed class ConcreteContextSample(SampleContext context) : FrostingTask
{
    public override void Run(ICakeContext cake) =>
        cake.Log.Write(Cake.Core.Diagnostics.Verbosity.Quiet, Cake.Core.Diagnostics.LogLevel.Error, context.Greeting);
}

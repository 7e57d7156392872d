using Gauntlet.LoadGenerator.Engines;
using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>One thread per loop; they share nothing but the start of the measured part and the failure log.</summary>
internal sealed class EpollEngine : LoopEngine
{
    public override string Name => "epoll";

    public override EngineAbilities Abilities =>
        EngineAbilities.OpenModel | EngineAbilities.ClosedModel | EngineAbilities.Poisson | EngineAbilities.Stages
        | EngineAbilities.CountedWarmUp | EngineAbilities.LimitedReuse | EngineAbilities.Threads;

    public override IEnumerable<string> Check(LoadOptions options, IReadOnlyList<LoadRoute> routes) =>
        OperatingSystem.IsLinux() ? [] : ["the engine epoll needs Linux: choose portable or auto"];

    protected override long Now() => Clock.Now();

    protected override Task RunAsync(IReadOnlyList<LoopContext> loops) => Task.WhenAll(loops.Select(RunOne));

    private static Task RunOne(LoopContext context) =>
        Task.Factory.StartNew(
            () =>
            {
                using var loop = new EpollLoop<LinuxKernel>(context, LinuxKernel.OnThisThread(stamps: context.IsOpen));
                loop.Run();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
}

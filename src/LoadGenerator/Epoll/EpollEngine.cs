using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>One thread per loop; they share nothing but the start of the measured part and the failure log.</summary>
internal sealed class EpollEngine : IEngine
{
    public string Name => "epoll";

    public long Now() => Clock.Now();

    public Task RunAsync(IReadOnlyList<LoopContext> loops) => Task.WhenAll(loops.Select(RunOne));

    private static Task RunOne(LoopContext context) =>
        Task.Factory.StartNew(
            () =>
            {
                using var loop = new EpollLoop<LinuxKernel>(context, LinuxKernel.OnThisThread());
                loop.Run();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
}

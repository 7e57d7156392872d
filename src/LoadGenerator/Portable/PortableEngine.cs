using Gauntlet.LoadGenerator.Engines;
using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Portable;

/// <summary>One SocketsHttpHandler per connection, driven by async workers: every platform, TLS and HTTP/2.</summary>
internal sealed class PortableEngine(IPlatform platform) : LoopEngine
{
    public override string Name => "portable";

    public override EngineAbilities Abilities =>
        EngineAbilities.OpenModel | EngineAbilities.ClosedModel | EngineAbilities.Poisson | EngineAbilities.Stages | EngineAbilities.CountedWarmUp
        | EngineAbilities.LimitedReuse | EngineAbilities.Threads | EngineAbilities.Https | EngineAbilities.Http2;

    protected override long Now() => platform.Now();

    protected override Task RunAsync(IReadOnlyList<LoopContext> loops) =>
        Task.WhenAll(loops.Select(context => Task.Factory.StartNew(
            () => RunOneAsync(context, platform), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

    private static async Task RunOneAsync(LoopContext context, IPlatform platform)
    {
        using var loop = new PortableLoop(context, platform);
        if (context.IsOpen)
        {
            loop.Pace();
        }

        await loop.FinishAsync().ConfigureAwait(false);
    }
}

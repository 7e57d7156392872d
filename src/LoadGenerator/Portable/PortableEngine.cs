using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Portable;

/// <summary>One SocketsHttpHandler per connection, driven by async workers: every platform, TLS and HTTP/2.</summary>
internal sealed class PortableEngine(IPlatform platform) : IEngine
{
    public string Name => "portable";

    public long Now() => platform.Now();

    public Task RunAsync(IReadOnlyList<LoopContext> loops) =>
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

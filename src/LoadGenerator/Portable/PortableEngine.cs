using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Portable;

/// <summary>One SocketsHttpHandler per connection, driven by async workers: every platform, TLS and HTTP/2.</summary>
internal sealed class PortableEngine : IEngine
{
    public string Name => "portable";

    public Task RunAsync(IReadOnlyList<LoopContext> loops) =>
        Task.WhenAll(loops.Select(context => Task.Factory.StartNew(
            () => RunOneAsync(context), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

    private static async Task RunOneAsync(LoopContext context)
    {
        using var loop = new PortableLoop(context);
        if (context.IsOpen)
        {
            loop.Pace();
        }

        await loop.FinishAsync().ConfigureAwait(false);
    }
}

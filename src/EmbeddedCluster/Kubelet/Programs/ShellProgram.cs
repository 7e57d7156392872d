using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet.Programs;

/// <summary>Runs what <see cref="EmbeddedShell"/> knows.</summary>
internal sealed class ShellProgram(TimeProvider clock) : IContainerProgram
{
    public Task<IRunningContainer> StartAsync(ContainerContext context, CancellationToken cancellationToken) =>
        Task.FromResult<IRunningContainer>(new Script(context, clock));

    private sealed class Script : IRunningContainer
    {
        private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Script(ContainerContext context, TimeProvider clock) => Exited = Task.Run(() => RunAsync(context, clock));

        public Task<int> Exited { get; }

        public async Task StopAsync(CancellationToken force)
        {
            _stop.TrySetResult();
            await Exited;
        }

        private async Task<int> RunAsync(ContainerContext context, TimeProvider clock)
        {
            string[] words = [.. context.Command, .. context.Arguments];
            var code = 0;
            foreach (var step in EmbeddedShell.Steps(words))
            {
                var (result, ends) = await StepAsync(step, context.Log, clock);
                code = result;
                if (ends || code != 0)
                {
                    break;
                }
            }

            return code;
        }

        private async Task<(int Code, bool Ends)> StepAsync(IReadOnlyList<string> step, ContainerLog log, TimeProvider clock)
        {
            switch (step)
            {
                case [] or ["true"]:
                    return (0, false);
                case ["false"]:
                    return (1, true);
                case ["exit", ..]:
                    return (step is [_, var code] && int.TryParse(code, out var asked) ? asked : 0, true);
                case ["echo", ..]:
                    log.Write(string.Join(' ', step.Skip(1)).Trim('"', '\''));
                    return (0, false);
                case ["sleep", var text] when EmbeddedShell.Seconds(text) is { } seconds:
                    var slept = Task.Delay(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)), clock);

                    // Stopped, it reports 128 + SIGTERM as a shell does.
                    return await Task.WhenAny(slept, _stop.Task) == slept ? (0, false) : (143, true);

                default:
                    log.Write($"sh: {step[0]}: not found (the embedded cluster knows true, false, echo, sleep and exit)");
                    return (127, true);
            }
        }
    }
}

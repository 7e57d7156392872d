using System.Globalization;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet.Programs;

/// <summary>
/// Just enough of busybox for Jobs and init containers: true, false, echo, sleep, exit, alone or in <c>sh -c</c> separated by <c>;</c> or <c>&amp;&amp;</c>.
/// </summary>
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
            var steps = words is ["sh" or "/bin/sh", "-c", var script, ..]
                ? script.Split(["&&", ";", "\n"], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(step => step.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                : [words];
            var code = 0;
            foreach (var step in steps)
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

        private async Task<(int Code, bool Ends)> StepAsync(string[] step, ContainerLog log, TimeProvider clock)
        {
            switch (step)
            {
                case [] or ["true"]:
                    return (0, false);
                case ["false"]:
                    return (1, true);
                case ["exit", .. var rest]:
                    return (rest is [var code] && int.TryParse(code, out var asked) ? asked : 0, true);
                case ["echo", .. var rest]:
                    log.Write(string.Join(' ', rest).Trim('"', '\''));
                    return (0, false);
                case ["sleep", var text] when double.TryParse(text.TrimEnd('s'), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds):
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

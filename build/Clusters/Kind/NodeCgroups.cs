using Cake.Core.IO;
using Gauntlet.Build.Processes;
using Gauntlet.Experiments.Resources;

namespace Gauntlet.Build.Clusters.Kind;

/// <summary>What the kernel counts of the pods, read within each node's container: exact to the moment, where the kubelet's own are 1 to 20 s old.</summary>
internal sealed class NodeCgroups(BuildContext context, IReadOnlyList<string> nodes, TimeProvider time) : IResourceSource
{
    /// <summary>The clocks of a virtual machine that Docker runs in; on one machine there is but one.</summary>
    private static readonly TimeSpan SameClock = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a reader may take to end once its input has.</summary>
    private static readonly TimeSpan MostOfEnd = TimeSpan.FromSeconds(5);

    /// <summary>Milliseconds between two looks at whether it has.</summary>
    private const int Wait = 500;

    /// <inheritdoc/>
    public string Description => "cgroup files of the node containers";

    /// <inheritdoc/>
    public TimeSpan? Resolution { get; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public IReadOnlyList<string> Nodes => nodes;

    /// <inheritdoc/>
    public async Task<string?> ReadAsync(Action<UsageSample> take, CancellationToken end)
    {
        var answers = await Task.WhenAll(nodes.Select(node => Task.Run(() => Read(node, take, end), CancellationToken.None))).ConfigureAwait(false);
        return answers.FirstOrDefault(answer => answer is not null);
    }

    private string? Read(string node, Action<UsageSample> take, CancellationToken end)
    {
        TimeSpan? ahead = null;
        long? asked = null;
        try
        {
            using var reader = ((SupervisedProcessRunner)context.ProcessRunner).StartOpen("docker", new ProcessSettings
            {
                Arguments = PinnedTool.Render(["exec", "--interactive", node, "bash", "-c", CgroupScript.Text]),
                RedirectStandardOutput = true,
                RedirectedStandardOutputHandler = line =>
                {
                    foreach (var sample in CgroupScript.Parse(node, line))
                    {
                        ahead ??= time.GetUtcNow() - sample.At is var off && off.Duration() > SameClock ? off : TimeSpan.Zero;
                        take(sample with { At = sample.At + ahead.Value, ReadAt = sample.ReadAt + ahead.Value });
                    }

                    return null!; // taken
                },
            });
            using var ended = end.UnsafeRegister(static process => ((IEndsWithItsInput)process!).EndInput(), reader);
            while (!reader.WaitForExit(Wait))
            {
                // One in a node that is paused ends with nothing.
                if (end.IsCancellationRequested && (asked ??= time.GetTimestamp()) is var since && time.GetElapsedTime(since) > MostOfEnd)
                {
                    reader.Kill();
                    return $"the reader in {node} did not answer any more";
                }
            }

            return end.IsCancellationRequested ? null : $"the reader in {node} ended by itself with exit code {reader.GetExitCode()}";
        }
        catch (CakeException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException)
        {
            return "the stage was ended";
        }
    }
}

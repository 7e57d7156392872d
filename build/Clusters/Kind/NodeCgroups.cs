using Cake.Core.IO;
using Gauntlet.Build.Processes;
using Gauntlet.Experiments.Resources;

namespace Gauntlet.Build.Clusters.Kind;

/// <summary>What the kernel counts of the pods, read within each node's container: exact to the moment, where the kubelet's own are 1 to 20 s old.</summary>
internal sealed class NodeCgroups(BuildContext context, IReadOnlyList<string> nodes, TimeProvider time) : IResourceSource
{
    /// <summary>The clocks of a virtual machine that Docker runs in; on one machine there is but one.</summary>
    private static readonly TimeSpan SameClock = TimeSpan.FromSeconds(1.5);

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
            reader.WaitForExit();
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

using System.Globalization;
using System.Net;
using Cake.Core.IO;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Workloads.Policies;

namespace Gauntlet.Build.Clusters.Kind;

/// <summary>Connections of pods, opened in their network namespaces from the node's container: no pod needs a shell for that.</summary>
internal sealed class NodeConnections(BuildContext context) : IPodConnections
{
    private const int PatienceInMilliseconds = 30_000;

    /// <summary>A line for each target, by its number: all are tried at once. bash knows /dev/tcp, and containerd keeps the namespaces in /run/netns.</summary>
    private const string Script = """
        address=$1; shift
        for space in /run/netns/*; do
          nsenter --net="$space" ip -o addr 2> /dev/null | grep -qF " $address/" || continue
          number=0
          for target in "$@"; do
            (
              error=$(nsenter --net="$space" timeout 2 bash -c 'exec 3<> "/dev/tcp/$0/$1"' "${target%|*}" "${target##*|}" 2>&1)
              case "$?$error" in 0*) seen=connected ;; *refused*) seen=refused ;; *) seen=no-answer ;; esac
              echo "$number $seen"
            ) &
            number=$((number + 1))
          done
          wait
          exit 0
        done
        echo "no network namespace has $address" >&2
        exit 3
        """;

    /// <inheritdoc/>
    /// <exception cref="StageException">The node does not answer, or not so: infrastructure.</exception>
    public Task<IReadOnlyList<Reach>> TryAsync(PodAddress from, IReadOnlyList<IPEndPoint> to, CancellationToken cancellation) =>
        Task.Run(() => Try(from, to), cancellation);

    private IReadOnlyList<Reach> Try(PodAddress from, IReadOnlyList<IPEndPoint> to)
    {
        var targets = to.Select(target => string.Create(CultureInfo.InvariantCulture, $"{target.Address}|{target.Port}"));
        using var process = context.ProcessRunner.Start("docker", new ProcessSettings
        {
            Arguments = PinnedTool.Render(["exec", from.Node, "bash", "-c", Script, "bash", from.Address.ToString(), .. targets]),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Silent = true,
        });
        if (!process.WaitForExit(PatienceInMilliseconds))
        {
            process.Kill();
            throw Failure(from, $"no answer within {PatienceInMilliseconds / 1000} s");
        }

        process.WaitForExit();
        var seen = process.GetStandardOutput().Select(line => line.Split(' ')).Where(words => words.Length == 2)
            .ToDictionary(words => words[0], words => words[1]);
        return process.GetExitCode() == 0 && seen.Count == to.Count
            ? [.. to.Select((_, index) => Read(seen[index.ToString(CultureInfo.InvariantCulture)]))]
            : throw Failure(from, string.Join(' ', process.GetStandardError()).Trim());
    }

    private static Reach Read(string word) => word switch { "connected" => Reach.Connected, "refused" => Reach.Refused, _ => Reach.NoAnswer };

    private static StageException Failure(PodAddress from, string why) => new(
        StageOutcome.Infrastructure, $"No connection could be opened from the pod at {from.Address}, in the node {from.Node}: {why}",
        "Check that the node's container runs: docker ps.");
}

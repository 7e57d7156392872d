using System.Globalization;
using System.Net;
using Gauntlet.Build.Pipeline;
using Gauntlet.Workloads.Policies;

namespace Gauntlet.Build.Clusters.Kind;

/// <summary>Connections of pods, opened in their network namespaces from the node's container: no pod needs a shell for that.</summary>
internal sealed class NodeConnections(BuildContext context) : IPodConnections
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
        string[] arguments = ["exec", from.Node, "bash", "-c", Script, "bash", from.Address.ToString(), .. targets];
        var answer = NodeCommand.Run(context, Patience, "docker", arguments) ?? throw Failure(from, $"no answer within {Patience.TotalSeconds:0} s");
        var seen = answer.Output.Select(line => line.Split(' ')).Where(words => words.Length == 2).ToDictionary(words => words[0], words => words[1]);
        return answer.ExitCode == 0 && seen.Count == to.Count
            ? [.. to.Select((_, index) => ReachWords.Read(seen[index.ToString(CultureInfo.InvariantCulture)]))]
            : throw Failure(from, answer.Errors);
    }

    private static StageException Failure(PodAddress from, string why) => new(
        StageOutcome.Infrastructure, $"No connection could be opened from the pod at {from.Address}, in the node {from.Node}: {why}",
        "Check that the node's container runs: docker ps.");
}

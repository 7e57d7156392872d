using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Tools;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Build.Stages.Deploy;

/// <summary>The objects of the manifests that were on an existing cluster before this run: shown as they would change, and changed by consent alone.</summary>
/// <param name="context">Of the run.</param>
/// <param name="cluster">That they are on.</param>
/// <param name="manifests">What is applied.</param>
/// <param name="copies">The folder of what kubectl is to apply.</param>
internal sealed class ForeignObjects(BuildContext context, ClusterResult cluster, ManifestSet manifests, string copies)
{
    private const int MostLines = 20;

    /// <summary>Logs what kubectl would change, and takes away what may not be changed; answers what is changed by consent.</summary>
    /// <param name="owners">The run of each object that is there.</param>
    /// <exception cref="StageException">Something of somebody else would be changed without consent: usage. kubectl cannot tell: infrastructure.</exception>
    public IReadOnlyList<KubeObject> Settle(IReadOnlyDictionary<ObjectReference, string?> owners)
    {
        var (run, adopts) = (context.State.Run.Id, context.Options.Of(ExistingOptions.Adopt));
        var (changed, lines) = (new List<KubeObject>(), new List<string>());
        foreach (var item in manifests.Objects.Where(entry => owners.ContainsKey(entry.Reference)))
        {
            var difference = Difference(item);
            if (owners[item.Reference] == run)
            {
                continue;
            }

            if (difference.Count > 0)
            {
                changed.Add(item);
                lines.AddRange(difference);
            }

            if (!adopts)
            {
                File.Delete(LabelledCopies.FileOf(copies, manifests, item));
            }
        }

        return adopts || changed.Count == 0 ? changed : throw new StageException(
            StageOutcome.Usage,
            $"{Several.Names(changed.Select(item => item.ToString()))} {(changed.Count == 1 ? "was" : "were")} on the cluster before this run, "
                + $"and the manifests would change {(changed.Count == 1 ? "it" : "them")}.",
            "Give --adopt to change what is there and have it listed, or give the objects of the manifests names of their own.",
            [.. changed.Select(item => manifests.PlaceOf(item)), .. lines.Take(MostLines)]);
    }

    /// <summary>The lines of <c>kubectl diff</c> for one object; none where nothing would change. Those of a Secret are not shown.</summary>
    private IReadOnlyList<string> Difference(KubeObject item)
    {
        string[] arguments =
        [
            "diff", "--filename", LabelledCopies.FileOf(copies, manifests, item), "--kubeconfig", Kubeconfig.File(context, cluster),
            "--context", cluster.Context, "--request-timeout=30s",
        ];
        var settings = new ProcessSettings { Arguments = PinnedTool.Render(arguments), RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = context.ProcessRunner.Start(new FilePath(RunTools.Executable(context, "kubectl")), settings);
        var (output, errors) = (process.GetStandardOutput().ToList(), process.GetStandardError().ToList());
        if (process.GetExitCode() > 1 || (process.GetExitCode() == 1 && output.Count == 0))
        {
            throw new StageException(
                StageOutcome.Infrastructure, $"kubectl diff cannot tell what would change of {item}: {string.Join(' ', errors).Trim()}",
                "Check that the diff command is installed, and that the user of --context may patch the object.", errors);
        }

        IReadOnlyList<string> lines = output.Count > 0 && item.Is<V1Secret>() ? [$"{item} would change; its content is not shown"] : output;
        foreach (var line in lines)
        {
            context.Log.Information("  {0}", line);
        }

        return lines;
    }
}

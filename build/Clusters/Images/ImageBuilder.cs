using System.Text.RegularExpressions;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Terminal;

namespace Gauntlet.Build.Clusters.Images;

/// <summary>Builds the images of <c>--build-image</c> by Docker, and puts them onto the cluster.</summary>
public sealed partial class ImageBuilder(ClusterCatalog clusters, StageLog stages, CommandJournal journal)
{
    private const int LinesKept = 15;

    /// <summary>Builds all of them, and answers which.</summary>
    /// <param name="context">Of the run.</param>
    /// <param name="cluster">That gets them.</param>
    /// <param name="asked">What this process was asked for; Validate has checked what the run was.</param>
    /// <exception cref="StageException">
    /// Validate was asked for others: usage. A Dockerfile does not build: fail. Docker or the network cannot: infrastructure.
    /// </exception>
    public IReadOnlyList<BuiltImage> Build(BuildContext context, ClusterResult cluster, IReadOnlyList<ImageBuild> asked)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(asked);
        var builds = context.State.Result<IImageBuilds>()?.ImageBuilds ?? [];
        if (asked.Count > 0 && !asked.SequenceEqual(builds))
        {
            throw new StageException(
                StageOutcome.Usage, $"--build-image={asked.Except(builds).Concat(builds).First()} was not what Validate has checked the manifests with.",
                "Run --target=Validate with the same --build-image first.");
        }

        var load = clusters.Of(cluster.Kind).ImageLoader(context);
        return [.. builds.Select(build => load is null ? new BuiltImage(build.Image, build.Dockerfile, null) : Build(context, build, load))];
    }

    private BuiltImage Build(BuildContext context, ImageBuild build, Action<string> load)
    {
        stages.Progress($"building {build.Image} from {build.Dockerfile}");
        journal.Run(() => DockerEngine.Build(context, build.Dockerfile, build.Image), failed => Explain(build, failed));
        stages.Progress($"loading {build.Image} into the nodes");
        load(build.Image);
        return new BuiltImage(build.Image, build.Dockerfile, journal.Run(() => DockerEngine.ImageId(context, build.Image)));
    }

    private static StageException? Explain(ImageBuild build, CompletedCommand failed) =>
        failed.Output.Any(line => Infrastructure().IsMatch(line))
            ? failed.AsFailure("Check Docker, the network and the registry of the base image; docker pull of that image shows more.")
            : new StageException(
                StageOutcome.Fail, $"{build.Dockerfile} does not build: {Telling(failed.Output)}",
                $"By hand, in the project's root: docker build --file {RepeatCommand.Quoted(build.Dockerfile)} .", [.. failed.Output.TakeLast(LinesKept)]);

    private static string Telling(IReadOnlyList<string> output) =>
        output.LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim() ?? "docker build printed nothing";

    /// <summary>The engine, the disk, or a registry that cannot be asked; what a registry does not have is the Dockerfile's mistake.</summary>
    [GeneratedRegex("dial tcp|no such host|i/o timeout|TLS handshake|connection refused|Cannot connect to the Docker daemon|[Nn]o space left on device"
        + "|toomanyrequests|Temporary failure in name resolution|error NU1301:", RegexOptions.CultureInvariant)]
    private static partial Regex Infrastructure();
}

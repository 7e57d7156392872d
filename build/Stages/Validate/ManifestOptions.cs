using System.Text.RegularExpressions;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Clusters.Images;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>What is deployed.</summary>
public sealed partial class ManifestOptions() : OptionSet("Manifests", 15)
{
    public static readonly Option<IReadOnlyList<string>> Folders =
        Paths("manifests", "folder", "plain manifests, a kustomization or a Helm chart, by what it holds; repeatable; default manifests/");

    public static readonly Option<string> Overlay =
        Option.Text("overlay", null, "name", "take overlays/<name> of --manifests, such as staging or prod", OverlayName);

    public static readonly Option<IReadOnlyList<string>> Values = Paths("values", "file", "Helm: file with values of the chart; repeatable");

    public static readonly Option<IReadOnlyList<string>> Sets =
        Option.Many("set", "key=value", "Helm: single value of the chart; repeatable", SingleValue);

    public static readonly Option<bool> MetricsServer = Option.Flag(
        "metrics-server", "deploy manifests/metrics-server too, where nothing serves metrics.k8s.io; on kind a HorizontalPodAutoscaler asks for it itself");

    /// <summary>Null where nothing is deployed to monitor the cluster.</summary>
    public static readonly Option<string> Monitoring = Option.Choice(
        "monitoring", null, ["prometheus"], "deploy manifests/monitoring too: a Prometheus that scrapes kubelets, ingress controller and annotated pods");

    /// <summary>Images that Deploy builds and puts onto the cluster.</summary>
    public static readonly Option<IReadOnlyList<ImageBuild>> ImageBuilds = new(
        "build-image", OptionKind.Repeatable, null, "dockerfile:tag",
        "an image of the manifests that Docker builds before Deploy, from a Dockerfile below the project's root", ImageBuild.Problem,
        values => [.. values.Select(ImageBuild.Parse)]);

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(OptionValues options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Of(ImageBuilds) is [var build, ..] && options.Of(ClusterOptions.Kind) == ExistingCluster.Name)
        {
            yield return $"--build-image={build} is for a cluster that the run makes: the nodes of an existing one pull. "
                + "Push the image to a registry that they reach, and name it in the manifests by its digest.";
        }
    }

    private static Option<IReadOnlyList<string>> Paths(string name, string unit, string help) =>
        new(name, OptionKind.Repeatable, null, unit, help, Validation.Any, values =>
            [.. values.Select(Path.GetFullPath).Select(Path.TrimEndingDirectorySeparator)]);

    private static string? OverlayName(string value) => OverlayNames().IsMatch(value) ? null : "is not the name of a folder below overlays/";

    private static string? SingleValue(string value) =>
        value.IndexOf('=', StringComparison.Ordinal) > 0 ? null : "is not a value such as replicas=3";

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]*$")]
    private static partial Regex OverlayNames();
}

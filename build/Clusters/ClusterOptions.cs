using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters.Kind;

namespace Gauntlet.Build.Clusters;

/// <summary>Which cluster, and how it is reached.</summary>
public sealed class ClusterOptions() : OptionSet("Cluster", 10)
{
    /// <summary>auto, kind, embedded or existing.</summary>
    public static readonly Option<string> Kind =
        Option.Choice("cluster", null, ClusterKinds.Choices, "which cluster to run on; default auto, in CI kind") with
        {
            DefaultInCi = KindCluster.Name,
            Parse = values => values.Count > 0 ? values[^1] : ClusterKinds.Auto,
        };

    public static readonly Option<string> Name = Option.Text(
        "cluster-name", "gauntlet", null, "name of the cluster, and of the lock that keeps it to one run", Validation.ClusterName);

    public static readonly Option<int> HttpPort = Option.Whole("http-port", "80", "port", "port of 127.0.0.1 that reaches the ingress over HTTP", 1, 65535);

    public static readonly Option<int> HttpsPort = Option.Whole("https-port", "443", "port", "port of 127.0.0.1 that reaches the ingress over HTTPS", 1, 65535);

    public static readonly Option<bool> Keep = Option.Flag("keep-cluster", "keep the cluster after the run, and print how to reach and delete it");

    /// <summary>The name of this run's cluster: as it is recorded, else as it was asked for.</summary>
    public static string NameOf(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.State.Result<ClusterResult>()?.Name ?? context.Options.Of(Name);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(OptionValues options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Of(HttpPort) == options.Of(HttpsPort))
        {
            yield return "--http-port and --https-port are the same; they need two ports.";
        }
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Clusters.Existing;

/// <summary>How a cluster of somebody else is reached.</summary>
public sealed partial class ExistingOptions() : OptionSet("Cluster", 12)
{
    public static readonly Option<string?> Kubeconfig = Option.Path("kubeconfig", "file", "kubeconfig of the cluster").OnlyFor(ExistingCluster.Name);

    public static readonly Option<string> Context =
        Option.Text("context", null, "name", "context in that kubeconfig", Validation.Any).OnlyFor(ExistingCluster.Name);

    public static readonly Option<IPEndPoint?> IngressAddress =
        Option.Value<IPEndPoint?>("ingress-address", null, "ip:port", "where its ingress answers over HTTP", Validation.Endpoint, IPEndPoint.Parse)
            .OnlyFor(ExistingCluster.Name);

    public static readonly Option<IPEndPoint?> IngressHttpsAddress =
        Option.Value<IPEndPoint?>(
            "ingress-https-address", null, "ip:port", "where its ingress answers over HTTPS; HTTPS is not checked without it",
            Validation.Endpoint, IPEndPoint.Parse).OnlyFor(ExistingCluster.Name);

    public static readonly Option<bool> Adopt =
        Option.Flag("adopt", "change objects that were there before the run, and list them").OnlyFor(ExistingCluster.Name);

    public static readonly Option<IReadOnlyList<string>> AllowHosts =
        Option.Many("allow-host", "suffix", "take hosts under this name beside those under .localhost; repeatable", HostSuffix).OnlyFor(ExistingCluster.Name);

    public static readonly Option<string> Profile =
        Option.Text("profile", null, "name", "existing cluster of profiles/<name>.yaml: its values stand for options that are not given",
            Validation.ClusterName);

    public static readonly Option<string> Confirm =
        Option.Text("confirm", null, "context", "existing: change the cluster of this context although its profile protects it", Validation.Any);

    /// <summary>Both are only told, beside what a token says that the cluster refuses; what it takes it alone decides.</summary>
    public static readonly Option<string> TokenSubject =
        Option.Text("token-subject", null, "subject", "subject that the cluster expects of an identity token, told where it refuses one", Validation.Any)
            .OnlyFor(ExistingCluster.Name);

    public static readonly Option<string> TokenAudience =
        Option.Text("token-audience", null, "audience", "audience that the cluster expects of an identity token, told where it refuses one", Validation.Any)
            .OnlyFor(ExistingCluster.Name);

    private static string? HostSuffix(string value) => HostSuffixes().IsMatch(value) ? null : "is not the end of a host name such as staging.example.com";

    [GeneratedRegex(@"\A(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\z")]
    private static partial Regex HostSuffixes();

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(OptionValues options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Of(ClusterOptions.Kind) == ExistingCluster.Name
            ? new Option[] { Kubeconfig, Context, IngressAddress }.Where(option => !options.Has(option))
                .Select(option => $"--cluster=existing needs --{option.Name}; the current context is never taken.")
            : [];
    }
}

namespace Gauntlet.EmbeddedCluster.Client;

/// <summary>Where a running embedded cluster answers, as its <c>endpoint.json</c> says.</summary>
public sealed record EmbeddedEndpoint
{
    /// <summary>The version of the file's form that this build writes and reads.</summary>
    public const int CurrentSchemaVersion = 2;

    /// <summary>The version of the file's form.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The cluster's name.</summary>
    public required string Name { get; init; }

    /// <summary>The process that is the cluster.</summary>
    public required int Pid { get; init; }

    /// <summary>When that process started, as <see cref="Client.ProcessStart"/> tells it from a later process with the same id.</summary>
    public required string ProcessStart { get; init; }

    /// <summary>SHA-256 of the start-up token, in hexadecimal: proof that process and file belong together, without the secret.</summary>
    public required string TokenHash { get; init; }

    /// <summary>The API server's URL.</summary>
    public required string ApiServer { get; init; }

    /// <summary>The kubeconfig's path (mode 0600).</summary>
    public required string Kubeconfig { get; init; }

    /// <summary>The context's name in that kubeconfig.</summary>
    public required string Context { get; init; }

    /// <summary>The path of the certificate authority that signed the API server's certificate.</summary>
    public required string CertificateAuthority { get; init; }

    /// <summary>Address and port of the ingress over HTTP, for example <c>127.0.0.1:80</c>.</summary>
    public required string IngressHttp { get; init; }

    /// <summary>Address and port of the ingress over HTTPS.</summary>
    public required string IngressHttps { get; init; }

    /// <summary>What differs from what was asked for, such as other ports than 80 and 443; one plain line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What is simulated, in one plain line for logs and reports.</summary>
    public required string Simulated { get; init; }

    /// <summary>The directory that holds the cluster's files.</summary>
    public required string Directory { get; init; }
}

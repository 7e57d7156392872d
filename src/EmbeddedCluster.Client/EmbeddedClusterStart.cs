namespace Gauntlet.EmbeddedCluster.Client;

/// <summary>How to start an embedded cluster.</summary>
public sealed record EmbeddedClusterStart
{
    /// <summary>Path of <c>Gauntlet.EmbeddedCluster.dll</c> (run by <c>dotnet</c>) or of the executable beside it.</summary>
    public required string Executable { get; init; }

    /// <summary>The cluster's name; its nodes and its context carry it.</summary>
    public required string Name { get; init; }

    /// <summary>The directory for its endpoint file, kubeconfig, certificates and log; created when absent.</summary>
    public required string Directory { get; init; }

    /// <summary>The wanted port of the ingress over HTTP. Default 80.</summary>
    public int HttpPort { get; init; } = 80;

    /// <summary>The wanted port of the ingress over HTTPS. Default 443.</summary>
    public int HttpsPort { get; init; } = 443;

    /// <summary>The cluster ends by itself after this time without a request. Default 30 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the start may take. Default 20 seconds (it usually takes one or two).</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>All variables of its environment; null is this process's own.</summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    /// <summary>Faults for every pod or node, for example <c>slow-pull=5s</c> or <c>node-not-ready=gauntlet-worker</c>.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Images of somebody's checkout, which something stands in for; every other that is not known cannot be pulled.</summary>
    public IReadOnlyList<string> BuiltImages { get; init; } = [];
}

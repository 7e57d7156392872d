using Gauntlet.Build.Pipeline;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.LoadGenerator;
using Gauntlet.LoadGenerator.Engines;
using static Gauntlet.Build.Cli.Validation;

namespace Gauntlet.Build.Cli;

/// <summary>Every option of the pipeline, once. Help, docs/configuration.md, validation and completion are made from it.</summary>
public static class OptionCatalog
{
    private static readonly string[] ClusterKinds = ["auto", "kind", "embedded", "existing"];

    /// <summary>In the order of the help.</summary>
    public static IReadOnlyList<OptionDefinition> All { get; } =
    [
        Choice("cluster", "Cluster", null, ClusterKinds, "which cluster to run on; default auto, in CI kind"),
        Value("cluster-name", "Cluster", "gauntlet", null, "name of the cluster, and of the lock that keeps it to one run", ClusterName),
        Value("http-port", "Cluster", "80", "port", "port of 127.0.0.1 that reaches the ingress over HTTP", Integer(1, 65535)),
        Value("https-port", "Cluster", "443", "port", "port of 127.0.0.1 that reaches the ingress over HTTPS", Integer(1, 65535)),
        Only("kind", Value("node-image", "Cluster", null, "image", "node image in place of the pinned one", ImageReference)),
        Only("kind", Repeatable("load-image", "Cluster", "image", "local image to load into every node", ImageReference)),
        Only("existing", Value("kubeconfig", "Cluster", null, "file", "kubeconfig of the cluster", Any)),
        Only("existing", Value("context", "Cluster", null, "name", "context in that kubeconfig", Any)),
        Only("existing", Value("ingress-address", "Cluster", null, "ip:port", "where its ingress answers over HTTP", Endpoint)),
        Only("existing", Value("ingress-https-address", "Cluster", null, "ip:port", "where its ingress answers over HTTPS; HTTPS is not checked without it", Endpoint)),
        Flag("keep-cluster", "Cluster", "keep the cluster after the run, and print how to reach and delete it"),
        Only("embedded", Repeatable("fault", "Cluster", "fault", "a fault to inject, e.g. slow-pull=5s", Fault) with { Choices = [.. FaultSet.Known.Split(", ").Select(fault => fault.Split('<')[0])] }),

        Repeatable("skip", "Pipeline", "stage", "leave a stage out on purpose", OneOf(StageCatalog.Host.Names)),
        Repeatable("require", "Pipeline", "stage", "a skip of this stage makes the verdict inconclusive", OneOf(StageCatalog.Host.Names)),
        Time("run-timeout", "Pipeline", "30m", "deadline of the whole run; evidence and teardown come after it", "1s", "24h"),
        Time("stage-timeout", "Pipeline", "10m", "deadline of a stage that has none of its own", "1s", "24h"),
        Time("cluster-timeout", "Pipeline", "180s", "deadline of CreateCluster", "1s", "24h"),
        Time("health-timeout", "Pipeline", "180s", "deadline of CheckHealth", "1s", "24h"),
        Time("diagnostics-timeout", "Pipeline", "60s", "deadline of CollectDiagnostics", "1s", "24h"),
        Time("download-timeout", "Pipeline", "60s", "deadline of Validate's downloads, all tools together", "1s", "1h"),
        Value("from", "Pipeline", null, "folder", "PostComment, Verdict: read state.json and metrics.json from this folder", Any),
        Value("history", "Pipeline", null, "file", "LoadTest: compare with the last run in this file, and add this one", Any),
        Choice("log-format", "Pipeline", "text", ["text", "json"], "log for people, or one JSON object a line"),

        Value("rate", "Load", "1000", "requests/s", "open model: arrival rate", Number(0.001, 10_000_000)),
        Time("duration", "Load", "15s", "open model: length of the measured part", "100ms", "24h"),
        Choice("arrivals", "Load", "constant", ["constant", "poisson"], "open model: gaps between arrivals"),
        Value("stages", "Load", null, "list", "open model: ramp in place of rate and duration, e.g. 10s:200,20s:1000", LoadStages),
        Value("requests", "Load", null, "requests", "closed model: send this many, each connection waits for its answer", Integer(1, int.MaxValue)),
        Value("connections", "Load", "50", "connections", "connections to the ingress", Integer(1, 100_000)),
        Value("warm-up", "Load", "3s", "time or requests", "sent first and left out of every figure", WarmUpPart),
        Value("weights", "Load", null, "list", "share of each route, e.g. foo=3,bar=1; 1 where not given", Weights),
        Value("seed", "Load", null, "number", "seed of routes and gaps; printed, and random where not given", Seed),
        Time("timeout", "Load", "10s", "deadline of one request", "1ms", "60s"),
        Choice("engine", "Load", LoadEngines.Auto, [.. LoadEngines.Names], "load engine; auto is epoll on Linux, else portable"),
        Value("threads", "Load", "0", "threads", "loop threads of the engine; 0 is one per core", Integer(0, 256)),
        Value("reuse", "Load", "always", "always|never|N", "requests per connection", ConnectionReuse),

        Repeatable("threshold", "Verdict", "expression", "e.g. 'p(95) < 250ms'; in place of the defaults", Any),
        Value("thresholds-file", "Verdict", null, "file", "thresholds, one a line; # starts a comment", Any),
        Value("severity", "Verdict", "HIGH,CRITICAL", "list", "findings of the scan that fail the run", Severities),
        Choice("comment", "Verdict", "post", ["post", "print"], "post the comment, or print what would be posted"),
    ];

    /// <summary>The option of this name; case matters, as Frosting's own options do.</summary>
    public static OptionDefinition? Find(string name) => All.FirstOrDefault(option => option.Name == name);

    private static OptionDefinition Only(string clusterKind, OptionDefinition option) => option with { ClusterKind = clusterKind, Help = $"{clusterKind}: {option.Help}" };

    private static OptionDefinition Flag(string name, string group, string help) =>
        new(name, group, OptionKind.Flag, null, null, help, Any);

    private static OptionDefinition Value(string name, string group, string? byDefault, string? unit, string help, Func<string, string?> problem) =>
        new(name, group, OptionKind.Value, byDefault, unit, help, problem);

    private static OptionDefinition Repeatable(string name, string group, string unit, string help, Func<string, string?> problem) =>
        new(name, group, OptionKind.Repeatable, null, unit, help, problem) { Choices = unit == "stage" ? StageCatalog.Host.Names : [] };

    private static OptionDefinition Choice(string name, string group, string? byDefault, string[] choices, string help) =>
        new(name, group, OptionKind.Value, byDefault, string.Join('|', choices), help, OneOf(choices)) { Choices = choices };

    private static OptionDefinition Time(string name, string group, string byDefault, string help, string least, string most) =>
        new(name, group, OptionKind.Value, byDefault, "time", help, Duration(DurationParser.Parse(least), DurationParser.Parse(most)));
}

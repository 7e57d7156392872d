using System.Globalization;
using System.Net;
using Gauntlet.Build.Pipeline;
using Gauntlet.LoadGenerator;

namespace Gauntlet.Build.Cli;

/// <summary>Turns checked text into <see cref="PipelineOptions"/>; rules between options stand here.</summary>
internal sealed class OptionBinder(IReadOnlyDictionary<string, IReadOnlyList<string>> values, bool inContinuousIntegration)
{
    public PipelineOptions Bind()
    {
        Refuse(Has("requests") && (Has("rate") || Has("duration") || Has("stages")), "--requests is the closed model; --rate, --duration and --stages are the open one. Give one of them.");
        Refuse(Has("stages") && (Has("rate") || Has("duration")), "--stages takes the place of --rate and --duration. Give one of them.");
        Refuse(Has("threshold") && Has("thresholds-file"), "Give thresholds by --threshold or by --thresholds-file, not by both.");
        var skip = Many("skip");
        var require = Many("require");
        Refuse(skip.Intersect(require, StringComparer.OrdinalIgnoreCase).Any(), "A stage cannot be both in --skip and in --require.");

        return new PipelineOptions
        {
            Cluster = Cluster(),
            Deadlines = new DeadlineOptions(Time("run-timeout"), Time("stage-timeout"), Time("cluster-timeout"), Time("health-timeout"), Time("diagnostics-timeout"), Time("download-timeout")),
            Load = Load(),
            Skip = skip,
            Require = require,
            Thresholds = Many("threshold"),
            ThresholdsFile = FullPath("thresholds-file"),
            Severities = [.. Required("severity").Split(',').Select(level => level.ToUpperInvariant())],
            PrintComment = Required("comment") == "print",
            From = FullPath("from"),
            History = FullPath("history"),
            JsonLog = Required("log-format") == "json",
            Given = [.. OptionCatalog.All.Where(option => Has(option.Name)).SelectMany(option => values[option.Name].Select(value => Written(option, value)))],
        };
    }

    private static string Written(OptionDefinition option, string value) => option.Kind == OptionKind.Flag ? $"--{option.Name}" : $"--{option.Name}={value}";

    private ClusterOptions Cluster()
    {
        var kind = Text("cluster") ?? (inContinuousIntegration ? "kind" : "auto");
        if (kind == "existing")
        {
            foreach (var name in new[] { "kubeconfig", "context", "ingress-address" })
            {
                Refuse(!Has(name), $"--cluster=existing needs --{name}; the current context is never taken.");
            }
        }

        Refuse(Required("http-port") == Required("https-port"), "--http-port and --https-port are the same; they need two ports.");
        return new ClusterOptions
        {
            Kind = kind,
            Name = Required("cluster-name"),
            HttpPort = Whole("http-port"),
            HttpsPort = Whole("https-port"),
            NodeImage = Text("node-image"),
            LoadImages = Many("load-image"),
            Kubeconfig = FullPath("kubeconfig"),
            Context = Text("context"),
            IngressAddress = Text("ingress-address") is { } http ? IPEndPoint.Parse(http) : null,
            IngressHttpsAddress = Text("ingress-https-address") is { } https ? IPEndPoint.Parse(https) : null,
            Keep = Has("keep-cluster"),
            Faults = Many("fault"),
        };
    }

    private LoadTestOptions Load() => new()
    {
        Requests = Has("requests") ? Whole("requests") : null,
        Rate = double.Parse(Required("rate"), CultureInfo.InvariantCulture),
        Duration = Time("duration"),
        Arrivals = Required("arrivals"),
        Stages = Text("stages") is { } stages ? LoadStage.ParseList(stages) : [],
        Connections = Whole("connections"),
        WarmUp = WarmUp.Parse(Required("warm-up")),
        Weights = Weights(),
        Seed = Text("seed") is { } seed ? ulong.Parse(seed, CultureInfo.InvariantCulture) : null,
        Timeout = Time("timeout"),
        Engine = Required("engine"),
        Threads = Whole("threads"),
        Reuse = ReusePolicy.Parse(Required("reuse")),
    };

    private Dictionary<string, double> Weights()
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var pair in (Text("weights") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')))
        {
            Refuse(!weights.TryAdd(pair[0], double.Parse(pair[1], CultureInfo.InvariantCulture)), $"--weights names the route '{pair[0]}' twice.");
        }

        return weights;
    }

    private static void Refuse(bool wrong, string message)
    {
        if (wrong)
        {
            throw new UsageException(message);
        }
    }

    private bool Has(string name) => values.ContainsKey(name);

    private IReadOnlyList<string> Many(string name) => values.TryGetValue(name, out var given) ? given : [];

    private string? Text(string name) => values.TryGetValue(name, out var given) ? given[^1] : OptionCatalog.Find(name)!.Default;

    /// <summary>A path is meant from the caller's folder; the host changes to the project's.</summary>
    private string? FullPath(string name) => Text(name) is { } path ? Path.GetFullPath(path) : null;

    private string Required(string name) => Text(name)!;

    private int Whole(string name) => int.Parse(Required(name), CultureInfo.InvariantCulture);

    private TimeSpan Time(string name) => DurationParser.Parse(Required(name));
}

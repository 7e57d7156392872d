using System.Globalization;
using System.ComponentModel;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.LoadGenerator;
using Gauntlet.LoadGenerator.Engines;
using Gauntlet.Metrics.Model;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Routing;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>What the pipeline asks of the load generator, from its options and the routes of the manifests.</summary>
/// <param name="Options">The plan.</param>
/// <param name="Routes">One per route with a weight above 0.</param>
/// <param name="Target">The ingress.</param>
internal sealed record LoadRequest(LoadOptions Options, IReadOnlyList<LoadRoute> Routes, LoadTarget Target)
{
    /// <summary>Builds the request. Without a seed a random one is drawn; the caller prints it.</summary>
    /// <param name="https">Where the ingress answers over HTTPS; null where that is not known.</param>
    /// <param name="headerValue">The value of a header, from what its manifest has for it.</param>
    /// <exception cref="StageException">HTTPS is asked for and there is no address for it: usage.</exception>
    public static LoadRequest Create(OptionValues options, IReadOnlyList<Route> routes, IPEndPoint ingress, IPEndPoint? https, Func<string, string> headerValue)
    {
        var target = options.Of(LoadTestOptions.Scheme) == "http" ? new LoadTarget(ingress.Address, ingress.Port)
            : https is not null ? new LoadTarget(https.Address, ingress.Port, https.Port)
            : throw new StageException(
                StageOutcome.Usage, "The load cannot be run: --scheme=https, and no HTTPS address of the ingress is known.",
                "Give it: --ingress-https-address.");
        return new LoadRequest(Plan(options), Requests(options, routes, headerValue), target);
    }

    /// <summary>The request of a run's options and manifests to its cluster.</summary>
    /// <exception cref="StageException">As of <see cref="Create"/>.</exception>
    public static LoadRequest For(BuildContext context, ClusterResult cluster, ManifestSet manifests, HeaderValues headers) => Create(
        context.Options, manifests.Routes, IPEndPoint.Parse(cluster.Ingress), cluster.IngressHttps is { } https ? IPEndPoint.Parse(https) : null,
        headers.Value);

    /// <summary>Everything that keeps the load from being run, before there is a cluster; empty where nothing does.</summary>
    public static IReadOnlyList<string> Check(OptionValues options, IReadOnlyList<Route> routes) =>
        LoadRunner.Check(Plan(options), Requests(options, routes, _ => ""));

    /// <summary>Sends the load; what the generator refuses or cannot do becomes an outcome of the stage.</summary>
    /// <exception cref="StageException">The load cannot be run: usage. The tool of the engine failed, or this machine lacks what the load needs:
    /// infrastructure.</exception>
    public async Task<LoadRun> RunAsync(
        IToolRunner tools, IProgress<LoadProgress> progress, Stream failures, CancellationToken cancellation, bool keepsRequests = false)
    {
        if (LoadRunner.Check(Options, Routes) is { Count: > 0 } problems)
        {
            throw new StageException(
                StageOutcome.Usage, $"The load cannot be run: {string.Join("; ", problems)}.",
                "Change the options of the load, or the manifests that the routes are read from.", problems);
        }

        try
        {
            var job = new LoadJob(Options, Routes, Target) { Tools = tools, Progress = progress, Failures = failures, KeepsRequests = keepsRequests };
            return await LoadRunner.RunAsync(job, cancellation).ConfigureAwait(false);
        }
        catch (LoadEngineException e)
        {
            throw new StageException(
                StageOutcome.Infrastructure, $"The load engine failed: {e.Message}",
                $"Check the {Options.Engine} on PATH, or choose --engine={LoadEngines.Auto}.", e.Said);
        }
        catch (Win32Exception e)
        {
            throw new StageException(
                StageOutcome.Infrastructure, $"The load generator cannot go on: {e.Message}",
                "Give this machine what it lacks, or send less: --connections, --rate.");
        }
    }

    /// <summary>All that two loads have to agree in to be compared, but their routes: not the seed, which draws another sequence of the same.</summary>
    public static string Words(OptionValues options)
    {
        var plan = Plan(options);
        string[] weights = [.. options.Of(LoadTestOptions.Weights).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => FormattableString.Invariant($"{pair.Key}={pair.Value}"))];
        var arrivals = plan.Arrivals.ToString().ToLowerInvariant();
        var load = plan switch
        {
            { Requests: { } requests } => $"closed model, {requests} requests",
            { Stages.Count: > 0 } => $"open model, {arrivals} arrivals, "
                + $"{string.Join(',', plan.Stages.Select(stage => FormattableString.Invariant($"{Durations.Format(stage.Duration)}:{stage.Rate}")))}",
            _ => FormattableString.Invariant($"open model, {arrivals} arrivals, {plan.Rate}/s for {Durations.Format(plan.Duration)}"),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{load} over {options.Of(LoadTestOptions.Scheme)}, warm-up {WarmUp(plan.WarmUp)}, {plan.Connections} connections, reuse {plan.Reuse}, "
                + $"timeout {Durations.Format(plan.Timeout)}{(weights.Length == 0 ? "" : ", weights " + string.Join(',', weights))}");
    }

    private static string WarmUp(WarmUp warmUp) =>
        warmUp.Duration > TimeSpan.Zero ? Durations.Format(warmUp.Duration) : FormattableString.Invariant($"{warmUp.Requests} requests");

    private static LoadOptions Plan(OptionValues options) =>
        new()
        {
            Model = options.Has(LoadTestOptions.Requests) ? LoadModel.Closed : LoadModel.Open,
            Requests = options.Of(LoadTestOptions.Requests),
            Connections = options.Of(LoadTestOptions.Connections),
            Rate = options.Of(LoadTestOptions.Rate),
            Duration = options.Of(LoadTestOptions.Duration),
            Arrivals = options.Of(LoadTestOptions.Arrivals),
            Stages = options.Of(LoadTestOptions.Stages),
            WarmUp = options.Of(LoadTestOptions.WarmUp),
            Timeout = options.Of(LoadTestOptions.Timeout),
            Threads = options.Of(LoadTestOptions.Threads) is > 0 and var threads ? threads : null,
            Reuse = options.Of(LoadTestOptions.Reuse),
            Seed = options.Of(LoadTestOptions.Seed) ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
            Engine = options.Of(LoadTestOptions.Engine),
        };

    private static IReadOnlyList<LoadRoute> Requests(OptionValues options, IReadOnlyList<Route> routes, Func<string, string> headerValue) =>
        [.. routes.Select(route => (route, weight: options.Of(LoadTestOptions.Weights).GetValueOrDefault(route.Name, 1))).Where(pair => pair.weight > 0)
            .Select(pair => Request(options, pair.route, pair.weight, headerValue))];

    private static LoadRoute Request(OptionValues options, Route route, double weight, Func<string, string> headerValue) => new()
    {
        Scheme = options.Of(LoadTestOptions.Scheme),
        Method = route.Method,
        Headers = route.Headers.ToDictionary(header => header.Key, header => headerValue(header.Value)),
        HasSecret = route.HasSecret,
        Body = route.Body is { } sent ? Encoding.UTF8.GetBytes(sent) : default(ReadOnlyMemory<byte>),
        Name = route.Name,
        Host = route.Host,
        Path = route.Path,
        Weight = weight,
        ExpectedStatus = route.ExpectedStatus,
        ExpectedBody = route.ExpectedBody is { } body ? Encoding.UTF8.GetBytes(body) : null,
    };
}

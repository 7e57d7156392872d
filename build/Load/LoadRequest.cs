using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gauntlet.Build.Lifetime;
using Gauntlet.Build.Options;
using Gauntlet.Build.State;
using Gauntlet.LoadGenerator;
using Gauntlet.Metrics.Model;
using Gauntlet.Workloads.Routing;

namespace Gauntlet.Build.Load;

/// <summary>What the pipeline asks of the load generator, from its options and the routes of the manifests.</summary>
/// <param name="Options">The plan.</param>
/// <param name="Routes">One per route with a weight above 0.</param>
/// <param name="Target">The ingress.</param>
internal sealed record LoadRequest(LoadOptions Options, IReadOnlyList<LoadRoute> Routes, LoadTarget Target)
{
    /// <summary>Builds the request. Without a seed a random one is drawn; the caller prints it.</summary>
    public static LoadRequest Create(LoadTestOptions load, IReadOnlyList<Route> routes, IPEndPoint ingress) => new(
        new LoadOptions
        {
            Model = load.Requests is null ? LoadModel.Open : LoadModel.Closed,
            Requests = load.Requests,
            Connections = load.Connections,
            Rate = load.Rate,
            Duration = load.Duration,
            Arrivals = Enum.Parse<ArrivalProcess>(load.Arrivals, ignoreCase: true),
            Stages = load.Stages,
            WarmUp = load.WarmUp,
            Timeout = load.Timeout,
            Threads = load.Threads == 0 ? null : load.Threads,
            Reuse = load.Reuse,
            Seed = load.Seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
            Engine = Enum.Parse<EngineKind>(load.Engine, ignoreCase: true),
        },
        [.. routes.Select(route => (route, weight: load.Weights.GetValueOrDefault(route.Name, 1))).Where(pair => pair.weight > 0).Select(pair => Request(pair.route, pair.weight))],
        new LoadTarget(ingress.Address, ingress.Port));

    /// <summary>Sends the load; what the generator refuses or cannot do becomes an outcome of the stage.</summary>
    /// <exception cref="StageException">The options or routes cannot be run: usage. The tool of <c>--engine</c> is not installed or failed: infrastructure.</exception>
    public async Task<LoadRun> RunAsync(IProgress<LoadProgress> progress, Stream failures, CancellationToken cancellation)
    {
        try
        {
            return await LoadRunner.RunAsync(Options, Routes, Target, progress, failures, cancellation).ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            throw new StageException(StageOutcome.Usage, e.Message, "Mend the options of the load, or the manifests that the routes are read from.");
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new StageException(StageOutcome.Infrastructure, e.Message);
        }
    }

    private static LoadRoute Request(Route route, double weight) => new()
    {
        Name = route.Name,
        Host = route.Host,
        Path = route.Path,
        Weight = weight,
        ExpectedStatus = route.ExpectedStatus,
        ExpectedBody = route.ExpectedBody is { } body ? Encoding.UTF8.GetBytes(body) : null,
    };
}

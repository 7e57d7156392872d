using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gauntlet.Build.Options;
using Gauntlet.LoadGenerator;
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

using System.Diagnostics;
using Gauntlet.EmbeddedCluster.Client;
using k8s;
using k8s.Models;

// How the embedded cluster answers with 10,000 objects and 1,000 watches, against itself when it is empty. The limits are Kubernetes' own
// service level objectives for calls of one object (1 s, 99th percentile) and of one namespace (5 s).
const int Objects = 10_000, Namespaces = 10, Watches = 1_000, Calls = 1_000, Lists = 20, Updates = 50;
var directory = Directory.CreateTempSubdirectory("gauntlet-benchmark-");
var endpoint = await EmbeddedClusterProcess.StartAsync(
    new EmbeddedClusterStart
    {
        Executable = Path.Combine(AppContext.BaseDirectory, "Gauntlet.EmbeddedCluster.dll"),
        Name = "benchmark",
        Directory = directory.FullName,
        HttpPort = 0,
        HttpsPort = 0,
    },
    CancellationToken.None);
try
{
    return await MeasureAsync();
}
finally
{
    await EmbeddedClusterProcess.StopAsync(endpoint, TimeSpan.FromSeconds(10));
    directory.Delete(recursive: true);
}

async Task<int> MeasureAsync()
{
    using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(endpoint.Kubeconfig));
    await client.CoreV1.CreateNamespacedConfigMapAsync(Item("first"), "default");
    _ = await TimesAsync(Calls, ReadFirst); // both sides compile
    var empty = await TimesAsync(Calls, ReadFirst);

    var start = Stopwatch.GetTimestamp();
    for (var space = 0; space < Namespaces; space++)
    {
        await client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = $"space-{space}" } });
    }

    await Parallel.ForEachAsync(
        Enumerable.Range(0, Objects),
        new ParallelOptions { MaxDegreeOfParallelism = 16 },
        async (i, cancellation) => await client.CoreV1.CreateNamespacedConfigMapAsync(
            Item($"item-{i}"), $"space-{i % Namespaces}", cancellationToken: cancellation));
    var filled = Stopwatch.GetElapsedTime(start);

    await using var watchers = new Watchers();
    start = Stopwatch.GetTimestamp();
    await watchers.OpenAsync(client, "space-0", Watches);
    var opened = Stopwatch.GetElapsedTime(start);

    var full = await TimesAsync(Calls, ReadFirst);
    var lists = await TimesAsync(Lists, async _ => await client.CoreV1.ListNamespacedConfigMapAsync("space-1"));
    var updates = await TimesAsync(
        Updates, i => watchers.DeliverAsync(() => client.CoreV1.ReplaceNamespacedConfigMapAsync(Item("item-0", $"{i + 1}"), "item-0", "space-0")));
    using var process = Process.GetProcessById(endpoint.Pid);

    Print($"creating {Objects:N0} objects, 16 at a time     {filled.TotalSeconds,8:0.0} s   {Objects / filled.TotalSeconds:N0} per second");
    Print($"opening {Watches:N0} watches                   {opened.TotalSeconds,8:0.0} s");
    Print($"get one object, empty cluster            {At(empty, 50),8:0.00} ms p50, {At(empty, 99):0.00} ms p99");
    Print(
        $"get one object, with all of it           {At(full, 50),8:0.00} ms p50, {At(full, 99):0.00} ms p99 (below 1,000 ms), ",
        $"{At(full, 50) / At(empty, 50):0.00} x the empty cluster's p50");
    Print($"list one namespace of {Objects / Namespaces:N0} objects      {At(lists, 50),8:0.00} ms p50, {At(lists, 100):0.00} ms max (below 5,000 ms)");
    Print(
        $"an update reaches a watch                {At(watchers.Delays, 50),8:0.00} ms p50, {At(watchers.Delays, 99):0.00} ms p99 (below 1,000 ms), ",
        $"{watchers.Delays.Count:N0} deliveries");
    Print($"an update reaches all {Watches:N0} watches      {At(updates, 50),8:0.00} ms p50, {At(updates, 100):0.00} ms max");
    Print($"resident memory of the cluster           {process.WorkingSet64 / 1e6,8:0} MB");
    return At(full, 99) < 1_000 && At(lists, 100) < 5_000 && At(watchers.Delays, 99) < 1_000 ? 0 : 1;

    async Task ReadFirst(int _) => await client.CoreV1.ReadNamespacedConfigMapAsync("first", "default");
}

static V1ConfigMap Item(string name, string value = "0") => new()
{
    Metadata = new V1ObjectMeta { Name = name },
    Data = new Dictionary<string, string> { ["value"] = value, ["text"] = new string('x', 500) },
};

static async Task<IReadOnlyList<TimeSpan>> TimesAsync(int count, Func<int, Task> call)
{
    var times = new List<TimeSpan>();
    for (var i = 0; i < count; i++)
    {
        var start = Stopwatch.GetTimestamp();
        await call(i);
        times.Add(Stopwatch.GetElapsedTime(start));
    }

    return times;
}

// The nearest rank, in milliseconds.
static double At(IReadOnlyList<TimeSpan> times, double percentile) =>
    times.Order().ElementAt((int)Math.Ceiling(times.Count * percentile / 100) - 1).TotalMilliseconds;

static void Print(params FormattableString[] parts) => Console.WriteLine(string.Concat(parts.Select(FormattableString.Invariant)));

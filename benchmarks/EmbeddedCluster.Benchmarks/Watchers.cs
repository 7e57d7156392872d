using System.Diagnostics;
using k8s;

/// <summary>Watches of one namespace's ConfigMaps, each on a connection of its own as separate clients would have them.</summary>
internal sealed class Watchers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _readers = [];
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _delays = [];
    private long _sent;
    private int _missing;
    private TaskCompletionSource _delivered = new();

    /// <summary>From the start of each update to its line on each watch.</summary>
    public IReadOnlyList<TimeSpan> Delays => _delays;

    public async Task OpenAsync(Kubernetes client, string space, int count)
    {
        var version = (await client.CoreV1.ListNamespacedConfigMapAsync(space, limit: 1)).Metadata.ResourceVersion;
        var address = new Uri(client.BaseUri, $"api/v1/namespaces/{space}/configmaps?watch=1&resourceVersion={version}");
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, cancellation) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address)
            {
                Version = new Version(1, 1),
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            var response = await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            response.EnsureSuccessStatusCode();
            var stream = await response.Content.ReadAsStreamAsync(cancellation);
            lock (_lock)
            {
                _readers.Add(ReadAsync(response, stream));
            }
        });
    }

    /// <summary>Makes a change and waits until every watch has told it.</summary>
    public async Task DeliverAsync(Func<Task> change)
    {
        lock (_lock)
        {
            (_missing, _delivered) = (_readers.Count, new TaskCompletionSource());
            _sent = Stopwatch.GetTimestamp();
        }

        await change();
        await _delivered.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_readers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ReadAsync(HttpResponseMessage response, Stream stream)
    {
        using (response)
        {
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                if (line.Contains("\"BOOKMARK\"", StringComparison.Ordinal))
                {
                    continue;
                }

                lock (_lock)
                {
                    _delays.Add(Stopwatch.GetElapsedTime(_sent));
                    if (--_missing == 0)
                    {
                        _delivered.SetResult();
                    }
                }
            }
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Export.Tests.Receivers;

/// <summary>A Prometheus of its own, Debian's, that takes remote write.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusServer(DirectoryInfo folder, Process process, Uri address) =>
        (_folder, _process, _http) = (folder, process, new HttpClient { BaseAddress = address });

    public Uri RemoteWrite => new(_http.BaseAddress!, "api/v1/write");

    public Uri Otlp => new(_http.BaseAddress!, "api/v1/otlp/v1/metrics");

    public static async Task<PrometheusServer> StartAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("gauntlet-prometheus-");
        var file = Path.Combine(folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(file, "global: {}\n", cancellation);
        var address = $"127.0.0.1:{FreePorts.Take()}";
        var process = Process.Start(new ProcessStartInfo("prometheus")
        {
            ArgumentList =
            {
                $"--config.file={file}", $"--storage.tsdb.path={Path.Combine(folder.FullName, "data")}", $"--web.listen-address={address}",
                "--web.enable-remote-write-receiver",
            },
            RedirectStandardError = true,
        })!;
        var server = new PrometheusServer(folder, process, new Uri($"http://{address}/"));
        try
        {
            await server.WaitUntilReadyAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The result of an instant query.</summary>
    public async Task<IReadOnlyList<JsonNode>> QueryAsync(string expression, DateTimeOffset at, CancellationToken cancellation)
    {
        var time = (at.ToUnixTimeMilliseconds() / 1000.0).ToString(CultureInfo.InvariantCulture);
        return await AskAsync($"api/v1/query?query={Uri.EscapeDataString(expression)}&time={time}", "result", cancellation);
    }

    /// <summary>The values of a label.</summary>
    public async Task<IReadOnlyList<string>> ValuesAsync(string metric, string label, CancellationToken cancellation) =>
        [.. (await AskAsync($"api/v1/label/{label}/values?match[]={metric}", null, cancellation)).Select(value => (string)value!)];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<IReadOnlyList<JsonNode>> AskAsync(string query, string? part, CancellationToken cancellation)
    {
        using var response = await _http.GetAsync(new Uri(query, UriKind.Relative), cancellation);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation))!;
        Assert.That((string?)answer["status"], Is.EqualTo("success"), $"{query}: {answer}");
        var data = part is null ? answer["data"]! : answer["data"]![part]!;
        return [.. data.AsArray().Select(entry => entry!)];
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        var said = new List<string>();
        while (await _process.StandardError.ReadLineAsync(cancellation) is { } line)
        {
            said.Add(line);
            if (line.Contains("Server is ready", StringComparison.Ordinal))
            {
                _ = _process.StandardError.ReadToEndAsync(CancellationToken.None); // so that it never waits for a reader
                return;
            }
        }

        Assert.Fail($"prometheus ended:\n{string.Join('\n', said)}");
    }
}

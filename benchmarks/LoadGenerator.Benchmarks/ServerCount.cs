using System.Globalization;

/// <summary>Requests that nginx has answered; its own count, so that no tool's is trusted. Asking is one more.</summary>
/// <param name="port">Where it listens.</param>
internal sealed class ServerCount(int port) : IDisposable
{
    private readonly HttpClient _server = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };

    public async Task<long> ServedAsync()
    {
        var counts = (await _server.GetStringAsync("served")).Split('\n')[2]; // accepted, handled, requests
        return long.Parse(counts.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture);
    }

    public void Dispose() => _server.Dispose();
}

using System.Net;
using System.Text;

namespace Gauntlet.Compat.Tests.Feeds;

/// <summary>
/// A package feed of version 3 on a free port: answers a path with a JSON text, in which BASE is its own address, or with 500 where there is none.
/// </summary>
internal sealed class FeedServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<string, string?> _answer;
    private readonly string _base = $"http://127.0.0.1:{FreePorts.Take()}";
    private readonly Task _serving;

    public FeedServer(Func<string, string?> answer)
    {
        _answer = answer;
        _listener.Prefixes.Add(_base + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>What a configuration of NuGet names.</summary>
    public string Index => _base + "/v3/index.json";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var response = context.Response;
                if (_answer(context.Request.Url!.AbsolutePath) is { } json)
                {
                    await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(json.Replace("BASE", _base, StringComparison.Ordinal)));
                }
                else
                {
                    response.StatusCode = 500;
                }
            }
        }
        catch (Exception e) when (e is HttpListenerException or InvalidOperationException)
        {
            // The test is over: the listener was stopped while it waited, or before.
        }
    }
}

using System.Net;
using System.Text;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Export.Tests.Receivers;

/// <summary>An HTTP server on a free port that keeps what it is sent, and answers from a list; the last answer stays.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Queue<Answer> _answers;
    private readonly List<Received> _received = [];
    private readonly Task _serving;

    public Receiver(params Answer[] answers)
    {
        _answers = new Queue<Answer>(answers.Length == 0 ? [new Answer(200)] : answers);
        Url = new Uri($"http://127.0.0.1:{FreePorts.Take()}/receive");
        _listener.Prefixes.Add(Url.GetLeftPart(UriPartial.Authority) + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    public IReadOnlyList<Received> Received => _received;

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
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _received.Add(new Received(
                    context.Request.HttpMethod, context.Request.Url!.AbsolutePath,
                    context.Request.Headers.AllKeys.ToDictionary(name => name!, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase),
                    body.ToArray()));
                using var response = context.Response;
                var answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
                if (answer == Answer.Half)
                {
                    response.ContentLength64 = 100;
                    await response.OutputStream.WriteAsync("half"u8.ToArray());
                    response.Abort();
                    continue;
                }

                response.StatusCode = answer.Status;
                if (answer.Location is not null)
                {
                    response.RedirectLocation = answer.Location;
                }

                await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
            }
        }
        catch (Exception e) when (e is HttpListenerException or InvalidOperationException)
        {
            // The test is over: the listener was stopped while it waited, or before.
        }
    }
}

internal sealed record Answer(int Status, string Body = "", string? Location = null)
{
    /// <summary>The connection ends before the answer does.</summary>
    public static Answer Half { get; } = new(0);
}

internal sealed record Received(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

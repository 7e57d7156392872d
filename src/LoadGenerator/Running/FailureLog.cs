using System.Text;
using System.Text.Json;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>Keeps the first 1,000 failures and dropped requests of the measured part in full, one JSON object a line, in the order they ended.</summary>
internal sealed class FailureLog(Stream? sink, MeasuredWindow window, IReadOnlyList<LoadRoute> routes)
{
    public const int Capacity = 1_000;
    public const int ExcerptBytes = 256;

    private readonly Lock _lock = new();
    private int _kept;

    /// <summary>Keeps a failure unless there are enough. <paramref name="status"/> 0 is none.</summary>
    public void Add(in Arrival arrival, long now, Outcome outcome, int status, ReadOnlySpan<byte> body, string? detail = null) =>
        Add(arrival, now, JsonNamingPolicy.KebabCaseLower.ConvertName(outcome.ToString()), status, body, detail);

    /// <summary>Keeps a request that was never sent, unless there are enough.</summary>
    public void Add(in Arrival arrival, long now, DropCause cause, string? detail) => Add(arrival, now, DropCauses.NameOf(cause), status: 0, [], detail);

    private void Add(in Arrival arrival, long now, string kind, int status, ReadOnlySpan<byte> body, string? detail)
    {
        if (sink is null || !arrival.Measured || Volatile.Read(ref _kept) >= Capacity)
        {
            return;
        }

        lock (_lock)
        {
            if (_kept < Capacity)
            {
                _kept++;
                Write(arrival, now, kind, status, body, detail);
            }
        }
    }

    private void Write(in Arrival arrival, long now, string kind, int status, ReadOnlySpan<byte> body, string? detail)
    {
        var route = routes[arrival.Route];
        using (var json = new Utf8JsonWriter(sink!))
        {
            json.WriteStartObject();
            json.WriteNumber("atMs", Milliseconds(now - window.From));
            json.WriteNumber("responseMs", Milliseconds(now - arrival.Due));
            json.WriteString("route", route.Name);
            json.WriteString("kind", kind);
            if (status > 0)
            {
                json.WriteNumber("status", status);
                json.WriteNumber("expectedStatus", route.ExpectedStatus);
                json.WriteString("body", route.HasSecret ? "(not kept: the request has a secret header, which an answer may repeat)" : Excerpt(body));
                if (route.ExpectedBody is { } expected)
                {
                    json.WriteString("expectedBody", Excerpt([.. expected]));
                }
            }

            if (detail is not null)
            {
                json.WriteString("detail", detail);
            }

            json.WriteEndObject();
        }

        sink!.WriteByte((byte)'\n');
    }

    // Bytes that are not UTF-8 become U+FFFD, and the writer escapes control characters and markup.
    private static string Excerpt(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, ExcerptBytes)]);

    private static double Milliseconds(long nanoseconds) => Math.Round(nanoseconds / 1e6, 3);
}

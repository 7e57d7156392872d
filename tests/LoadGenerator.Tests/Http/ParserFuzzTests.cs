using System.Globalization;
using System.Net;
using System.Text;
using Gauntlet.LoadGenerator.Http;

namespace Gauntlet.LoadGenerator.Tests.Http;

/// <summary>
/// Mutated responses through our parser and through SocketsHttpHandler. Ours may refuse more; what it accepts, the handler must accept
/// with the same status and body. Known differences, all on the accepting side of ours, are in <see cref="IsKnown"/>.
/// </summary>
internal sealed class ParserFuzzTests
{
    private static readonly byte[][] Seeds =
    [
        .. new[]
        {
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Mon, 23 Nov 2026 01:00:00 GMT\r\nContent-Length: 4\r\n\r\npong",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\npo\r\n2\r\nng\r\n0\r\nX-T: 1\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end",
            "HTTP/1.1 204 No Content\r\nX-A: b\r\n c\r\n\r\n",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", ":", " ", "\t", ";", "0", "f", "-1", "\0", "é", "HTTP/1.1 ",
            "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "\r\n\r\n", "101", "304",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    [Test]
    [CancelAfter(60_000)]
    public Task Feed_TwentyThousandMutations_AcceptsNothingTheHandlerRefuses() => FuzzAsync(20_000, seed: 4_711);

    [Test]
    [Category("Soak")]
    [CancelAfter(1_800_000)]
    public Task Feed_AMillionMutations_AcceptsNothingTheHandlerRefuses() =>
        FuzzAsync(Soak.Count(1_000_000), seed: 815);

    private static async Task FuzzAsync(int count, int seed)
    {
        var random = new Random(seed);
        var wrong = new List<string>();
        var accepted = 0;
        for (var i = 0; i < count; i++)
        {
            var bytes = Mutate(random);
            if (Ours(bytes, random) is not { } ours)
            {
                continue;
            }

            accepted++;
            var theirs = await HandlerOracle.ReadAsync(bytes);
            if (theirs != ours && !IsKnown(bytes, ours))
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"#{i} ours {ours}, handler {theirs}: {Escape(bytes)}"));
            }
        }

        Assert.That(wrong, Is.Empty, string.Join('\n', wrong.Take(10)));
        Assert.That(accepted, Is.GreaterThan(count / 20));
    }

    /// <summary>101: the handler gives up the connection as a raw stream; we end the response there, for nobody asked to switch.</summary>
    private static bool IsKnown(byte[] bytes, Answer ours) => ours.Status == (int)HttpStatusCode.SwitchingProtocols && bytes.Length > 0;

    private static Answer? Ours(byte[] bytes, Random random)
    {
        var parser = new ResponseParser();
        parser.Begin(isHead: false, expectedBody: null, memo: null);
        var start = 0;
        var end = 0;
        while (end < bytes.Length)
        {
            end = Math.Min(bytes.Length, end + random.Next(1, 80));
            var result = parser.Feed(bytes.AsSpan(start..end), out var consumed);
            start += consumed;
            if (result != ParseResult.NeedMore)
            {
                return result == ParseResult.Complete ? Answer.Of(parser.Status, parser.Body.Excerpt) : null;
            }
        }

        return parser.IsCompleteAtEnd() ? Answer.Of(parser.Status, parser.Body.Excerpt) : null;
    }

    private static byte[] Mutate(Random random)
    {
        var bytes = Seeds[random.Next(Seeds.Length)].ToList();
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 5)));
                    bytes.Add((byte)'x');
                    break;
                case 2:
                    bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 20))));
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. bytes];
    }

    private static string Escape(byte[] bytes) => System.Text.Json.JsonSerializer.Serialize(Encoding.Latin1.GetString(bytes));
}

using System.Text;
using Gauntlet.LoadGenerator.Http;

namespace Gauntlet.LoadGenerator.Tests.Http;

internal sealed class ResponseParserTests
{
    private static readonly string[] Good =
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npong",
        "HTTP/1.1 200 OK\nContent-Length: 4\n\npong",
        "HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npong",
        "HTTP/1.1 200 OK\r\nTRANSFER-ENCODING: chunked\r\n\r\n1;a=\"b\"\r\np\r\n00003\r\nong\r\n0;z\r\nA: b\r\nC: d\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Long: a\r\n b\r\nContent-Length: 4\r\n\r\npong",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\npong",
    ];

    [TestCaseSource(nameof(Good))]
    public void Feed_GoodResponse_IsTheSameSplitAtAnyTwoBytes(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second += 3)
            {
                var parser = NewParser("pong");
                var (result, consumed) = Feed(parser, bytes, first, second);

                Assert.That((result, consumed, parser.Status, parser.Body.Matches),
                    Is.EqualTo((ParseResult.Complete, bytes.Length, 200, true)), $"split at {first}, {second}");
            }
        }
    }

    [Test]
    public void Feed_BytesAfterTheResponse_AreLeft()
    {
        var parser = NewParser("pong");
        var bytes = Encoding.Latin1.GetBytes(Good[0] + "HTTP/1.1 500 X\r\n");

        var result = parser.Feed(bytes, out var consumed);

        Assert.That((result, consumed), Is.EqualTo((ParseResult.Complete, Good[0].Length)));
    }

    [TestCase("HTTP/2.0 200 OK\r\n\r\n")]
    [TestCase("HTTP/1.1 20 OK\r\n\r\n")]
    [TestCase("HTTP/1.1 2000 OK\r\n\r\n")]
    [TestCase("HTTP/1.1 099 X\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nName : x\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\n: x\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\n folded: first\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n 5\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 4, 4\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1ffffffffffffffff\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4 x\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\npx\r\n")]
    public void Feed_NotHttp_IsMalformed(string text)
    {
        var parser = NewParser(null);

        Assert.That(parser.Feed(Encoding.Latin1.GetBytes(text), out _), Is.EqualTo(ParseResult.Malformed));
    }

    [Test]
    public void Feed_HeadWithoutEnd_IsMalformedAtTheLimit()
    {
        var parser = NewParser(null);
        var field = "X-Filler: "u8.ToArray().Concat(Enumerable.Repeat((byte)'x', 1_000)).Concat("\r\n"u8.ToArray()).ToArray();

        Assert.That(parser.Feed("HTTP/1.1 200 OK\r\n"u8, out _), Is.EqualTo(ParseResult.NeedMore));
        var fields = Enumerable.Range(1, 100).First(_ => parser.Feed(field, out var _) == ParseResult.Malformed);

        Assert.That(fields, Is.EqualTo((ResponseParser.MaxHeadBytes / field.Length) + 1));
    }

    [Test]
    public void Feed_RememberedHead_MeansTheSameAndADifferentOneIsParsed()
    {
        var memo = new HeadMemo();
        foreach (var (text, status, matches) in new[]
        {
            ("HTTP/1.1 200 OK\r\nDate: 1\r\nContent-Length: 4\r\n\r\npong", 200, true),
            ("HTTP/1.1 200 OK\r\nDate: 1\r\nContent-Length: 4\r\n\r\nping", 200, false),
            ("HTTP/1.1 200 OK\r\nDate: 2\r\nContent-Length: 4\r\n\r\npong", 200, true),
            ("HTTP/1.1 503 No\r\nDate: 2\r\nContent-Length: 2\r\n\r\nno", 503, false),
            ("HTTP/1.1 200 OK\r\nDate: 2\r\nContent-Length: 4\r\n\r\npong", 200, true),
        })
        {
            var parser = new ResponseParser();
            parser.Begin(isHead: false, "pong"u8.ToArray(), memo);

            var result = parser.Feed(Encoding.Latin1.GetBytes(text), out var consumed);

            Assert.That((result, consumed, parser.Status, parser.Body.Matches), Is.EqualTo((ParseResult.Complete, text.Length, status, matches)));
        }
    }

    private static ResponseParser NewParser(string? body)
    {
        var parser = new ResponseParser();
        parser.Begin(isHead: false, body is null ? null : Encoding.Latin1.GetBytes(body), memo: null);
        return parser;
    }

    /// <summary>Offers the bytes in three pieces, each with what was left of the ones before.</summary>
    private static (ParseResult Result, int Consumed) Feed(ResponseParser parser, byte[] bytes, int first, int second)
    {
        var start = 0;
        var result = ParseResult.NeedMore;
        foreach (var end in new[] { first, second, bytes.Length })
        {
            if (result == ParseResult.NeedMore)
            {
                result = parser.Feed(bytes.AsSpan(start..end), out var consumed);
                start += consumed;
            }
        }

        return (result, start);
    }
}

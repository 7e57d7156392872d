using System.Net;
using System.Net.Sockets;
using Gauntlet.Export.Formats;
using Gauntlet.Export.Model;
using Gauntlet.Export.Sending;
using Gauntlet.Export.Tests.Receivers;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Export.Tests.Sending;

/// <summary>What becomes of an export whose receiver does not take it; on a clock of its own, with real sockets.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SeriesSenderTests
{
    private static readonly ISeriesFormat RemoteWrite = SeriesFormats.Of("remote-write");
    private readonly PauseClock _clock = new(TimeSpan.FromSeconds(5));

    [Test]
    public async Task SendAsync_ReceiverThatTakesIt_HasNoProblem()
    {
        await using var receiver = new Receiver(new Answer(204));

        var outcome = await SendAsync(receiver.Url);

        Assert.That(outcome, Is.EqualTo(new ExportOutcome(SampleRun.Series().Count)));
        Assert.That(_clock.Pauses, Is.Empty);
    }

    [TestCase(400, "out of order sample", "answered 400 Bad Request: out of order sample.", "What it says is about the series")]
    [TestCase(401, "", "answered 401 Unauthorized.", "--export-header=Authorization=env:NAME")]
    [TestCase(404, "404 page not found", "answered 404 Not Found: 404 page not found.", "--web.enable-remote-write-receiver")]
    public async Task SendAsync_Refusal_IsNotAskedAgainAndSaysWhatToDo(int status, string body, string problem, string remedy)
    {
        await using var receiver = new Receiver(new Answer(status, body));

        var outcome = await SendAsync(receiver.Url);

        Assert.That(receiver.Received, Has.Count.EqualTo(1));
        Assert.That(outcome.Problem, Is.EqualTo($"The series of this run were not taken as remote-write by {receiver.Url}: it {problem}"));
        Assert.That(outcome.Remedy, Does.Contain(remedy));
    }

    [TestCase(429)]
    [TestCase(500)]
    [TestCase(503)]
    public async Task SendAsync_ReceiverThatIsBusyTwice_IsAskedAThirdTime(int status)
    {
        await using var receiver = new Receiver(new Answer(status), new Answer(status), new Answer(200));

        var outcome = await SendAsync(receiver.Url);

        Assert.That(outcome.Problem, Is.Null);
        Assert.That(receiver.Received, Has.Count.EqualTo(3));
        Assert.That(receiver.Received.Select(request => request.Body), Is.All.EqualTo(receiver.Received[0].Body));
        Assert.That(_clock.Pauses, Is.EqualTo(new[] { TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2) }));
    }

    /// <summary>What was sent before an answer was lost may be there, and is refused when it is sent again.</summary>
    [TestCase("out of order sample")]
    [TestCase("duplicate sample for timestamp")]
    public async Task SendAsync_AnswerThatWasLost_TakesARefusalOfTheSameForTaken(string refusal)
    {
        await using var receiver = new Receiver(Answer.Half, new Answer(400, refusal));

        var outcome = await SendAsync(receiver.Url);

        Assert.That(outcome.Problem, Is.Null);
        Assert.That(receiver.Received, Has.Count.EqualTo(2));
    }

    [TestCase(500, "out of order sample")]
    [TestCase(0, "label name is invalid")]
    public async Task SendAsync_RefusalOfAnotherKind_IsAProblemAllTheSame(int first, string refusal)
    {
        await using var receiver = new Receiver(first == 0 ? Answer.Half : new Answer(first), new Answer(400, refusal));

        Assert.That((await SendAsync(receiver.Url)).Problem, Does.EndWith($"it answered 400 Bad Request: {refusal}."));
    }

    [Test]
    public async Task SendAsync_ReceiverThatStaysBusy_IsGivenUp()
    {
        await using var receiver = new Receiver(new Answer(503, "compacting\n"));

        var outcome = await SendAsync(receiver.Url);

        Assert.That(receiver.Received, Has.Count.EqualTo(4));
        Assert.That(outcome.Problem, Does.EndWith("it answered 503 Service Unavailable: compacting, 4 times."));
        Assert.That(outcome.Remedy, Is.Not.Null);
    }

    [Test]
    public async Task SendAsync_NobodyThere_IsNamedWithWhatToDo()
    {
        var url = new Uri($"http://127.0.0.1:{FreePorts.Take()}/api/v1/write");

        var outcome = await SendAsync(url);

        Assert.That(outcome.Problem, Does.StartWith($"The series of this run were not taken as remote-write by {url}: it cannot be reached: Connection refused")
            .And.EndWith(", 4 times."));
        Assert.That(outcome.Remedy, Does.StartWith("Start it, or correct --export-url"));
    }

    [Test]
    public async Task SendAsync_ReceiverThatNeverAnswers_IsNotWaitedForForEver()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var outcome = await SendAsync(new Uri($"http://{silent.LocalEndpoint}/"), new PauseClock(TimeSpan.FromSeconds(10)));

        Assert.That(outcome.Problem, Does.EndWith("it did not answer within 10 s, 4 times."));
    }

    [Test]
    public async Task SendAsync_ToldToEnd_SaysSo()
    {
        await using var receiver = new Receiver(new Answer(503));

        var outcome = await SendAsync(receiver.Url, cancellation: new CancellationToken(canceled: true));

        Assert.That(outcome.Problem, Does.EndWith(": it was told to end."));
    }

    /// <summary>Where it leads, a header with credentials would be given away.</summary>
    [Test]
    public async Task SendAsync_Redirection_IsNotFollowed()
    {
        await using var elsewhere = new Receiver();
        await using var receiver = new Receiver(new Answer(307, Location: elsewhere.Url.ToString()));

        var outcome = await SendAsync(receiver.Url);

        Assert.That(elsewhere.Received, Is.Empty);
        Assert.That(outcome.Problem, Does.Contain("it answered 307"));
        Assert.That(outcome.Remedy, Does.Contain("redirects"));
    }

    [Test]
    public async Task SendAsync_Headers_AreSentAndInNothingThatIsSaid()
    {
        await using var receiver = new Receiver(new Answer(403));

        var outcome = await SendAsync(receiver.Url, headers: [new("Authorization", "Bearer of-the-test"), new("X-Scope-OrgID", "tenant")]);

        Assert.That(receiver.Received[0].Headers["Authorization"], Is.EqualTo("Bearer of-the-test"));
        Assert.That(receiver.Received[0].Headers["X-Scope-OrgID"], Is.EqualTo("tenant"));
        Assert.That(outcome.ToString(), Does.Not.Contain("of-the-test").And.Not.Contain("tenant"));
    }

    [Test]
    public async Task SendAsync_LongRun_GoesInPartsThatTogetherAreAllOfIt()
    {
        await using var receiver = new Receiver(new Answer(204));
        var rate = SampleRun.Series()[0] with
        {
            Metric = ExportedMetrics.RequestRate,
            Histogram = null,
            Points = [.. Enumerable.Range(0, 12_000).Select(second => new ExportedPoint(SampleRun.Noon.AddSeconds(second), second))],
        };

        var outcome = await SendAsync(receiver.Url, series: [rate, .. SampleRun.Series()]);

        var back = receiver.Received.SelectMany(request => PlainSeries.Read(request.Body)).ToList();
        Assert.That(outcome.Problem, Is.Null);
        Assert.That(receiver.Received, Has.Count.EqualTo(3));
        Assert.That(back.Where(series => series.Name == rate.Metric.Name).SelectMany(series => series.Samples).Select(sample => sample.Value).Take(12_000),
            Is.EqualTo(Enumerable.Range(0, 12_000)));
        Assert.That(back.Select(series => series.Name).Distinct(), Is.EquivalentTo(ExportedMetrics.All.SelectMany(metric => metric.SampleNames)));
    }

    [Test]
    public async Task SendAsync_SecondPartRefused_SaysHowMuchWasTaken()
    {
        await using var receiver = new Receiver(new Answer(204), new Answer(400, "too old"));
        var points = Enumerable.Range(0, 12_000).Select(second => new ExportedPoint(SampleRun.Noon.AddSeconds(second), second));

        var outcome = await SendAsync(receiver.Url, series: [SampleRun.Series()[0] with { Histogram = null, Points = [.. points] }]);

        Assert.That(outcome.Problem, Does.Contain(" (1 of 3 requests were taken): it answered 400 Bad Request: too old."));
    }

    [Test]
    public async Task SendAsync_AnswerOfAnySizeAndKind_IsCutToALine()
    {
        await using var receiver = new Receiver(new Answer(400, "\u001b[31mred\r\n::error::" + new string('x', 200_000)));

        var outcome = await SendAsync(receiver.Url);

        Assert.That(outcome.Problem, Has.Length.LessThan(400).And.Contain("[31mred ::error::xxx"));
        Assert.That(outcome.Problem!.Any(char.IsControl), Is.False);
    }

    private async Task<ExportOutcome> SendAsync(
        Uri url, PauseClock? clock = null, IReadOnlyList<KeyValuePair<string, string>>? headers = null, IReadOnlyList<ExportedSeries>? series = null,
        CancellationToken cancellation = default)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        return await new SeriesSender(http, clock ?? _clock).SendAsync(
            RemoteWrite, new ExportTarget(url, headers ?? []), series ?? SampleRun.Series(), cancellation);
    }
}

using Gauntlet.Experiments.Chaos;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Experiments.Tests.Chaos;

internal sealed class RequestStreamTests
{
    private static readonly TimeSpan At = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>What was frozen for exactly two seconds answers all that waited at once when it thaws.</summary>
    [Test]
    public void Felt_FreezeOfTwoSeconds_IsTwoSecondsLongWithTheRightCount()
    {
        var stream = new RequestStream(
            Streams.Of(request => request.IsOf(0, 5, 7) || request.IsOf(1, 5, 7)
                ? request with { Outcome = Outcome.Timeout, Response = Timeout } : request), At, Timeout);

        Assert.That((stream.Felt!.Value.To - stream.Felt.Value.From).TotalSeconds, Is.EqualTo(2).Within(1 / Streams.Rate + 1e-9));
        Assert.That(stream.Failed, Is.EqualTo(1_000));
        Assert.That(stream.Recovery()!.Value.TotalSeconds, Is.EqualTo(2).Within(0.1));
    }

    /// <summary>With a deadline that is shorter than the freeze the last of those that waited are answered late, and none of them has failed.</summary>
    [Test]
    public void Felt_FreezeLongerThanTheDeadline_EndsWithTheAnswerOfTheLastThatWaited()
    {
        var thaw = TimeSpan.FromSeconds(7);
        var stream = new RequestStream(
            Streams.Of(request => !request.IsOf(0, 5, 7) && !request.IsOf(1, 5, 7) ? request
                : thaw - request.Due >= Timeout ? request with { Outcome = Outcome.Timeout, Response = Timeout }
                : request with { Response = thaw - request.Due }), At, Timeout);

        Assert.That((stream.Felt!.Value.From, stream.Felt.Value.To, stream.Failed), Is.EqualTo((At, thaw, 501)));
    }

    [Test]
    public void Felt_FaultThatNobodyNotices_IsNothing()
    {
        var stream = new RequestStream(Streams.Of(), At, Timeout);

        Assert.That((stream.Felt, stream.Failed, stream.Recovery()), Is.EqualTo(((ValueTuple<TimeSpan, TimeSpan>?)null, 0, (TimeSpan?)TimeSpan.Zero)));
    }

    /// <summary>One that was under way when the fault came was hit by it.</summary>
    [Test]
    public void Bad_RequestUnderWayAtTheFault_IsCounted()
    {
        var stream = new RequestStream(
            Streams.Of(request => request.IsOf(0, 4.5, 4.501)
                ? request with { Response = TimeSpan.FromSeconds(0.9), Outcome = Outcome.Reset } : request), At, Timeout);

        Assert.That((stream.Failed, stream.Felt!.Value.From.TotalSeconds), Is.EqualTo((1, 4.5)));
    }

    [Test]
    public void Bad_RequestThatFailedBefore_IsNotTheFaults()
    {
        var stream = new RequestStream(
            Streams.Of(request => request.IsOf(0, 2, 2.001) ? request with { Outcome = Outcome.Reset } : request), At, Timeout);

        Assert.That(stream.Failed, Is.Zero);
    }

    [Test]
    public void Bad_SlowAnswers_AreFeltAndHaveNotFailed()
    {
        var stream = new RequestStream(
            Streams.Of(request => request.IsOf(1, 6, 6.5) ? request with { Response = TimeSpan.FromSeconds(0.6) } : request), At, Timeout);

        Assert.That((stream.Failed, stream.Bad.Count), Is.EqualTo((0, 125)));
    }

    [Test]
    public void Recovery_ErrorsToTheEnd_IsNone()
    {
        var stream = new RequestStream(Streams.Of(request => request.IsOf(0, 6, 20) ? request with { Outcome = Outcome.Status } : request), At, Timeout);

        Assert.That(stream.Recovery(), Is.Null);
    }

    /// <summary>A good second between two bad ones is no recovery.</summary>
    [Test]
    public void Recovery_SecondWave_IsWaitedFor()
    {
        var stream = new RequestStream(
            Streams.Of(request => request.IsOf(0, 6, 6.2) || request.IsOf(0, 8, 8.2) ? request with { Outcome = Outcome.Status } : request), At, Timeout);

        Assert.That(stream.Recovery()!.Value.TotalSeconds, Is.EqualTo(2.2).Within(0.1));
    }
}

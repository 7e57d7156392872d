using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Wire;

namespace Gauntlet.Metrics.Tests.Wire;

/// <summary>Recordings of agents, from fixed seeds.</summary>
internal static class Recordings
{
    public static readonly DateTimeOffset Start = new(2026, 11, 28, 12, 0, 0, TimeSpan.FromHours(1));

    /// <summary>One request, as an agent sent it, or did not.</summary>
    internal readonly record struct Request(int Route, int Second, long Response, long Service, Outcome Outcome, DropCause? Drop = null);

    public static Request[] Requests(Random random, int count, int routes, int seconds)
        => [.. Enumerable.Range(0, count).Select(_ => (long)Math.Exp(random.NextDouble() * 18.2)).Select(response => new Request(
            random.Next(routes), random.Next(seconds), response, response - (response * random.Next(100) / 100), (Outcome)random.Next(Recorder.OutcomeKinds)))];

    /// <summary>The same, some of which were due and never sent.</summary>
    public static Request[] WithDrops(Random random, Request[] requests, int oneIn)
        => [.. requests.Select(request => random.Next(oneIn) == 0 ? request with { Drop = (DropCause)random.Next(Recorder.DropCauses) } : request)];

    public static LoadRecording Of(IReadOnlyCollection<Request> all, Recorder recorder, string[] agents, int pending = 0)
    {
        foreach (var drop in all.Where(request => request.Drop is not null))
        {
            recorder.RecordDrop(drop.Route, drop.Second, drop.Response, drop.Drop!.Value);
        }

        Request[] requests = [.. all.Where(request => request.Drop is null)];
        var dropped = all.Count - requests.Length;
        foreach (var request in requests)
        {
            recorder.Record(request.Route, request.Second, request.Response, request.Service, request.Outcome);
            recorder.RecordLag(request.Response / 100);
        }

        var completed = requests.Count(request => request.Outcome == Outcome.Success);
        return new LoadRecording
        {
            Variant = "change",
            Phase = "steady",
            Agents = agents,
            Routes = [.. Enumerable.Range(0, recorder.Routes.Count).Select(route => $"route-ü-{route}")],
            Window = new RecordingWindow(Start, Start, Start.AddSeconds(15)),
            Recorded = recorder,
            Totals = new LoadTotals(all.Count + pending, completed, requests.Length - completed, dropped, pending, dropped * 2),
            WarmUpRequests = requests.Length,
        };
    }

    public static LoadRecording Small() => Of(
        [.. Requests(new Random(3), 5, routes: 1, seconds: 2), new(0, 1, 30_000_000, 0, default, DropCause.ServerBusy), new(0, 0, 5, 0, default, DropCause.Stopped)],
        new Recorder(1, 2, 10), ["agent-0"], pending: 1);
}

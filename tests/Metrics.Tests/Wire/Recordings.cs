using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Wire;

namespace Gauntlet.Metrics.Tests.Wire;

/// <summary>Recordings of agents, from fixed seeds.</summary>
internal static class Recordings
{
    public static readonly DateTimeOffset Start = new(2026, 11, 28, 12, 0, 0, TimeSpan.FromHours(1));

    /// <summary>One request, as an agent sent it.</summary>
    internal readonly record struct Request(int Route, int Second, long Response, long Service, Outcome Outcome);

    public static Request[] Requests(Random random, int count, int routes, int seconds)
        => [.. Enumerable.Range(0, count).Select(_ => (long)Math.Exp(random.NextDouble() * 18.2)).Select(response => new Request(
            random.Next(routes), random.Next(seconds), response, response - (response * random.Next(100) / 100), (Outcome)random.Next(Recorder.OutcomeKinds)))];

    public static LoadRecording Of(IReadOnlyCollection<Request> requests, Recorder recorder, string[] agents, int dropped = 0, int pending = 0)
    {
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
            Totals = new LoadTotals(requests.Count + dropped + pending, completed, requests.Count - completed, dropped, pending, dropped * 2),
            WarmUpRequests = requests.Count / 3,
        };
    }

    public static LoadRecording Small() => Of(Requests(new Random(3), 5, routes: 1, seconds: 2), new Recorder(1, 2, 10), ["agent-0"], dropped: 2, pending: 1);
}

using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Wire;

/// <summary>What holds in every recording, so that a figure never rests on parts that contradict each other: asked before writing and after reading.</summary>
internal static class RecordingRules
{
    public static void Check(LoadRecording recording)
    {
        var (recorder, totals, window) = (recording.Recorded, recording.Totals, recording.Window);
        var pairs = recording.Agents.Zip(recording.Agents.Skip(1));
        Require(pairs.All(pair => string.CompareOrdinal(pair.First, pair.Second) < 0), "an agent is there twice or out of order");
        Require(recording.Routes.Count == recorder.Routes.Count, $"it names {recording.Routes.Count} routes and recorded {recorder.Routes.Count}");
        Require(window.Start <= window.LatestStart && window.LatestStart <= window.End, "it ends before it starts");
        Require(totals.Scheduled == totals.Sent + totals.Dropped, $"its accounts do not add up ({totals})");
        Require(totals.Dropped == recorder.Routes.Sum(route => route.Drops.Sum()), "another number of requests was dropped than its routes have");
        Require(totals.Completed + totals.Failed == recorder.Requests, $"{totals.Completed + totals.Failed} requests ended, {recorder.Requests} were recorded");
        Require(totals.Completed == recorder.Routes.Sum(route => route.Outcomes[0]), "another number of requests completed than were recorded as a success");
        Require(recorder.Requests == recorder.Routes.Sum(route => route.Service.Count), "its routes hold another number of requests than the whole");
        Require(!recorder.RawIsComplete || recorder.Raw.Length == recorder.Requests + recorder.Unsent, "some of its samples are missing");
        CheckSeconds(recorder);
        var (sent, unsent) = (new long[recorder.Routes.Count], new long[recorder.Routes.Count]);
        foreach (var sample in recorder.Raw)
        {
            (sample.Service == RawSample.NoService ? unsent : sent)[sample.Route]++;
        }

        for (var route = 0; route < sent.Length; route++)
        {
            var (name, record) = (recording.Routes[route], recorder.Routes[route]);
            var count = record.Service.Count;
            var due = count + record.Unsent;
            Require(record.Response.Count == due && record.Outcomes.Sum() == count, $"route '{name}' has another number of times than of outcomes");
            Require(
                !recorder.RawIsComplete || (sent[route] == count && unsent[route] == record.Unsent), $"route '{name}' has another number of samples than of times");
            Require(Requests(recorder.ResponseGrid, route) == due, $"the seconds of route '{name}' hold another number of response times than the whole");
            Require(Requests(recorder.ServiceGrid, route) == count, $"the seconds of route '{name}' hold another number of service times than the whole");
        }
    }

    private static void CheckSeconds(Recorder recorder)
    {
        var outcomes = new long[Recorder.OutcomeKinds];
        for (var second = 0; second < recorder.Seconds; second++)
        {
            for (var kind = 0; kind < outcomes.Length; kind++)
            {
                outcomes[kind] += recorder.OutcomesOf(second)[kind];
            }
        }

        for (var kind = 0; kind < outcomes.Length; kind++)
        {
            var routes = recorder.Routes.Sum(route => route.Outcomes[kind]);
            Require(outcomes[kind] == routes, $"its seconds hold {outcomes[kind]} of outcome {(Outcome)kind}, its routes {routes}");
        }
    }

    private static long Requests(BlockGrid grid, int route)
    {
        var requests = 0L;
        for (var block = 0; block < grid.Blocks; block++)
        {
            foreach (var count in grid.Cell(block, route))
            {
                requests += count;
            }
        }

        return requests;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new WireFormatException(otherwise);
        }
    }
}

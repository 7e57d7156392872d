using System.Globalization;
using Gauntlet.Checks;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Experiments.Chaos;

/// <summary>Holds the requests of a session against what was seen of the fault, and both against the hypotheses.</summary>
public static class ExperimentJudge
{
    /// <summary>Share of the controls' requests that may fail: an ingress that takes in a change closes connections of all its routes.</summary>
    private const double MostOfControls = 0.01;

    /// <summary>How long before the fault somebody must have asked what it hit.</summary>
    private static readonly TimeSpan Recently = TimeSpan.FromSeconds(2);

    /// <summary>
    /// p99 of the generator's lag, milliseconds, above which nothing can be said. Times of seconds are asked for, and a recovery is looked for in steps of
    /// this.
    /// </summary>
    private const double MostLag = 100;

    /// <summary>
    /// Share of the time since the fault in which somebody waited for a processor of this machine, above which a broken hypothesis says nothing of the change:
    /// the ingress, the pods and the generator were late because others ran.
    /// </summary>
    private const double MostPressure = 0.5;

    /// <summary>No interval is asked of these figures.</summary>
    private const int Resamples = 2;

    /// <summary>Judges.</summary>
    /// <param name="facts">What was seen of the fault.</param>
    /// <param name="seen">The session, with all its requests.</param>
    /// <param name="header">The run's.</param>
    /// <param name="hypotheses">What is to hold.</param>
    public static ExperimentResult Judge(ExperimentFacts facts, SessionResult seen, RunHeader header, IReadOnlyList<Hypothesis> hypotheses)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(seen);
        var (run, requests) = (seen.Run, seen.Run.Requests ?? []);
        if (facts.Void is { } nothing)
        {
            return Void(facts, nothing);
        }

        var at = facts.Injected!.Value - seen.Measured.From;
        var hit = run.Routes.Index().Where(route => facts.Routes.Contains(route.Item)).Select(route => route.Index).ToHashSet();
        var (ours, controls) = (requests.Where(request => hit.Contains(request.Route)).ToList(),
            requests.Where(request => !hit.Contains(request.Route)).ToList());
        var stream = new RequestStream(ours, at, run.Setup.Timeout);
        var recovery = stream.Recovery();
        var result = new ExperimentResult(facts.Plan.ToString(), CheckOutcome.Pass, "")
        {
            Victims = [.. facts.Victims.Select(victim => $"{victim.Pod}{(victim.Node is { } node ? " on " + node : "")}")],
            Evidence = [.. facts.Evidence.OrderBy(mark => mark.At).Select(mark => string.Create(
                CultureInfo.InvariantCulture, $"{mark.What} at {(mark.At - seen.Measured.From).TotalSeconds:0.0} s"))],
            Timeline = seen.Timeline,
            Began = seen.Measured.From,
            InjectedAt = Seconds(at),
            Errors = stream.Failed,
            Requests = ours.Count(request => request.Due >= at),
            FeltFrom = Seconds(stream.Felt?.From),
            FeltTo = Seconds(stream.Felt?.To),
            RecoveryFelt = Seconds(recovery),
            RecoveredAt = Seconds(stream.Felt?.From + recovery),
            Seconds = stream.Seconds(),
            RecoveryByCluster = Seconds(facts.Replaced - facts.Injected),
            CpuPressure = facts.CpuPressure is { } share ? Math.Round(share, 3) : null,
            Resolution = run.Setup.OfferedRate is > 0 and var rate ? Math.Round(1 / rate, 6) : null,
        };
        var missed = facts.Landed is null ? Missed(facts.Plan.Fault.Proof)
            : !ours.Any(request => request.Due < at && request.Due >= at - Recently) ? "nobody asked what was hit in the two seconds before"
            : Failing(controls, at) is { } others ? $"requests to routes that were not hit failed too ({others}): something else went wrong"
            : null;
        if (missed is null
            && LoadVerdict.Judge(MetricsBuilder.Build(run, header, resamples: Resamples), [], MostLag) is { Saturated: true, Reasons: [var late, ..] })
        {
            missed = late;
            result = result with { IsSpoiled = true };
        }

        if (missed is not null)
        {
            return result with { Outcome = CheckOutcome.Inconclusive, Reason = Words(facts, $"void: {missed}") };
        }

        var phases = Enum.GetValues<Phase>().ToDictionary(phase => phase, phase => Figures(run, header, ours, phase, at, facts.Plan));
        HypothesisResult[] judged = [.. hypotheses.Select(hypothesis => hypothesis.Judge(phases, recovery))];
        var worst = judged.FirstOrDefault(one => one.Outcome == CheckOutcome.Fail) ?? judged.FirstOrDefault(one => one.Outcome == CheckOutcome.Inconclusive);
        var busy = worst?.Outcome == CheckOutcome.Fail && !facts.Plan.Fault.CountsWhenBusy && facts.CpuPressure > MostPressure;
        var how = stream.Felt is { } felt
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"felt for {(felt.To - felt.From).TotalSeconds:0.00} s, {stream.Failed} of {result.Requests} requests failed")
            : $"absorbed, 0 of {result.Requests} requests failed";
        return result with
        {
            Hypotheses = judged,
            Outcome = busy ? CheckOutcome.Inconclusive : worst?.Outcome ?? CheckOutcome.Pass,
            Reason = Words(facts, worst is null
                ? $"landed, {how}" : $"{(busy ? Busy(facts) : "")}{worst.Text}: {worst.Reason} ({how}){Advice(facts, stream.Failed)}"),
        };
    }

    private static string Busy(ExperimentFacts facts) => string.Create(
        CultureInfo.InvariantCulture,
        $"this machine had no processor to spare (somebody waited for one during {facts.CpuPressure:0 %} of the time since the fault), so this is not held ")
        + "against the change: ";

    private static string Advice(ExperimentFacts facts, int failed) => failed > 0 && facts.Advice is [var first, ..] ? $"; {first}" : "";

    private static ExperimentResult Void(ExperimentFacts facts, string reason) =>
        new(facts.Plan.ToString(), CheckOutcome.Inconclusive, $"{facts.Plan.Fault.Name}: void: {reason}");

    private static string Words(ExperimentFacts facts, string what) =>
        $"{facts.Plan.Fault.Name} of {string.Join(", ", facts.Victims.Select(victim => victim.Pod))}: {what}";

    /// <summary>What the controls' requests failed by since the fault; null where no more of them did than may.</summary>
    private static string? Failing(List<RequestSample> controls, TimeSpan at)
    {
        var since = controls.Where(request => request.Due + request.Response >= at).ToList();
        var failed = since.Where(RequestStream.HasFailed).ToList();
        return failed.Count <= MostOfControls * since.Count ? null : string.Join(", ", failed
            .CountBy(request => request.Outcome?.ToString() ?? "unsent").OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => $"{kind.Value} {kind.Key}"));
    }

    private static string Missed(FaultProof proof) => proof switch
    {
        FaultProof.PodsLeave => "what was to be hit went on taking requests",
        FaultProof.ContainersRestart => "no container was started again",
        _ => "the node showed nothing of it",
    };

    /// <summary>The figures of one phase, by the rules of all figures.</summary>
    private static MetricsDocument Figures(
        LoadRun run, RunHeader header, List<RequestSample> requests, Phase phase, TimeSpan at, ExperimentPlan plan)
    {
        var (from, to) = phase switch
        {
            Phase.Before => (TimeSpan.Zero, at),
            Phase.During => (at, at + plan.For),
            _ => (at + plan.For, run.Measured),
        };
        var length = to > from ? to - from : TimeSpan.FromSeconds(1);
        var recorder = new Recorder(run.Routes.Count, (int)Math.Ceiling(length.TotalSeconds), requests.Count);
        var (completed, failed, unsent) = (0L, 0L, 0L);
        foreach (var request in requests.Where(request => request.Due >= from && request.Due < to))
        {
            var (second, time) = ((int)(request.Due - from).TotalSeconds, (long)request.Response.TotalMicroseconds);
            if (request.Outcome is not { } outcome)
            {
                recorder.RecordDrop(request.Route, second, time, DropCause.ServerBusy);
                unsent++;
                continue;
            }

            recorder.Record(request.Route, second, time, time, outcome);
            (completed, failed) = outcome == Outcome.Success ? (completed + 1, failed) : (completed, failed + 1);
        }

        var totals = new LoadTotals(completed + failed + unsent, completed, failed, unsent, 0, 0);
        return MetricsBuilder.Build(run with { Recorded = recorder, Totals = totals, Measured = length, Requests = null }, header, resamples: Resamples);
    }

    private static double? Seconds(TimeSpan? time) => time is { } span ? Math.Round(span.TotalSeconds, 3) : null;
}

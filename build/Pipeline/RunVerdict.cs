namespace Gauntlet.Build.Pipeline;

/// <summary>The verdict of a run, from the slots of its state alone.</summary>
/// <param name="Outcome">The first of usage, fail, infrastructure, inconclusive, pass that any stage reported.</param>
/// <param name="Reasons">One line per stage that did not pass, the verdict's own first.</param>
/// <param name="Skipped">What was left out, and why.</param>
public sealed record RunVerdict(StageOutcome Outcome, IReadOnlyList<string> Reasons, IReadOnlyList<string> Skipped)
{
    /// <summary>Judges a run that is over: a stage that is missing makes it inconclusive.</summary>
    /// <param name="state">The run.</param>
    /// <param name="skip">Stages that this process was told to leave out of the judgement.</param>
    /// <param name="require">Stages whose skip makes it inconclusive.</param>
    public static RunVerdict Of(PipelineState state, IReadOnlyCollection<string> skip, IReadOnlyCollection<string>? require = null) =>
        Judge(state, skip, require ?? [], state.Stages.Names.Count);

    /// <summary>Judges what has run before the stage of this name; for reports that are made while the run goes on.</summary>
    public static RunVerdict Before(string stage, PipelineState state, IReadOnlyCollection<string> skip, IReadOnlyCollection<string> require) =>
        Judge(state, skip, require, state.Stages.Names.ToList().IndexOf(stage));

    private static RunVerdict Judge(PipelineState state, IReadOnlyCollection<string> skip, IReadOnlyCollection<string> require, int expected)
    {
        var reported = new List<(StageOutcome Outcome, string Reason)>();
        var skipped = new List<string>();
        foreach (var ((stage, slot), index) in state.Slots.Select((slot, index) => (slot, index)))
        {
            switch (slot?.Outcome)
            {
                case null or StageOutcome.Running when skip.Contains(stage, StringComparer.OrdinalIgnoreCase):
                    break;
                case null when index < expected:
                    reported.Add((StageOutcome.Inconclusive, $"{stage} did not run"));
                    break;
                case null or StageOutcome.Pass:
                    break;
                case StageOutcome.Skipped when require.Contains(stage, StringComparer.OrdinalIgnoreCase):
                    reported.Add((StageOutcome.Inconclusive, $"{stage}: required, but skipped: {slot.Summary}"));
                    break;
                case StageOutcome.Skipped:
                    skipped.Add($"{stage}: {slot.Summary}");
                    break;
                case StageOutcome.Running when index < expected:
                    reported.Add((StageOutcome.Infrastructure, $"{stage}: did not end; its process was killed"));
                    break;
                case StageOutcome.Running:
                    break;
                default:
                    reported.Add((slot.Outcome, $"{stage}: {slot.Problem?.Reason ?? slot.Summary}"));
                    break;
            }
        }

        var verdict = StageOutcomes.Worst(reported.Select(entry => entry.Outcome));
        return new RunVerdict(verdict, [.. reported.OrderBy(entry => entry.Outcome == verdict ? 0 : 1).Select(entry => entry.Reason)], skipped);
    }
}

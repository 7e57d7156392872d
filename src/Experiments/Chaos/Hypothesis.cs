using System.Globalization;
using System.Text.RegularExpressions;
using Gauntlet.Checks;
using Gauntlet.LoadGenerator;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Experiments.Chaos;

/// <summary>What is to hold in a phase of an experiment: a threshold, one against what was before, or <c>recovery</c> against a time.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Phase">before, during or after.</param>
/// <param name="Threshold">Null for the recovery.</param>
/// <param name="Recovery">The time that it has to stay below; null for a threshold.</param>
public sealed partial record Hypothesis(string Text, Phase Phase, Threshold? Threshold, TimeSpan? Recovery)
{
    /// <summary>How many times the value of before is the limit; null where the limit is written.</summary>
    public double? TimesBefore { get; init; }

    /// <summary>Reads <c>phase: threshold</c>.</summary>
    /// <exception cref="FormatException">It is no such text; the message says what is wrong.</exception>
    public static Hypothesis Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var match = Form().Match(text.Trim());
        if (!match.Success)
        {
            throw new FormatException("does not begin with before:, during: or after:");
        }

        var (phase, rest) = (Enum.Parse<Phase>(match.Groups["phase"].Value, ignoreCase: true), match.Groups["rest"].Value);
        if (Time().Match(rest) is { Success: true } recovery)
        {
            return phase == Phase.After
                ? new Hypothesis(text.Trim(), phase, null, DurationParser.Parse(recovery.Groups["time"].Value))
                : throw new FormatException("asks for the recovery, which comes after the fault: after: recovery < 10s");
        }

        try
        {
            return Relative().Match(rest) is { Success: true } relative
                ? OfBefore(text.Trim(), phase, relative)
                : new Hypothesis(text.Trim(), phase, Thresholds.Parse(rest), null);
        }
        catch (ThresholdSyntaxException e)
        {
            throw new FormatException($"is wrong: {e.Problem}", e);
        }
    }

    /// <summary>What came of it.</summary>
    /// <param name="phases">The figures of each phase.</param>
    /// <param name="recovery">As it was felt; null where the load ended before.</param>
    internal HypothesisResult Judge(IReadOnlyDictionary<Phase, MetricsDocument> phases, TimeSpan? recovery)
    {
        if (Threshold is not null)
        {
            if (Limited(phases) is not { } threshold)
            {
                return new HypothesisResult(Text, CheckOutcome.Inconclusive, "nothing was measured before the fault");
            }

            var result = Thresholds.Evaluate(phases[Phase], [threshold])[0];
            return new HypothesisResult(Text, result.Outcome, result.Reason);
        }

        var holds = recovery < Recovery;
        var seen = recovery is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s") : "not within the load";
        return new HypothesisResult(Text, holds ? CheckOutcome.Pass : CheckOutcome.Fail, $"{(holds ? "held" : "broken")}: recovered {seen}");
    }

    private static Hypothesis OfBefore(string text, Phase phase, Match relative) => phase == Phase.Before
        ? throw new FormatException("holds before against itself; write during: or after:")
        : new Hypothesis(text, phase, Thresholds.Parse($"{relative.Groups["figure"].Value} 1"), null)
        { TimesBefore = double.Parse(relative.Groups["factor"].Value, CultureInfo.InvariantCulture) };

    /// <summary>The threshold with its limit; null where there is nothing to measure it by.</summary>
    private Threshold? Limited(IReadOnlyDictionary<Phase, MetricsDocument> phases) =>
        TimesBefore is not { } factor ? Threshold
        : Thresholds.Evaluate(phases[Phase.Before], [Threshold!])[0].Actual is { } before ? Threshold!.Against(factor * before)
        : null;

    [GeneratedRegex("^(?<phase>before|during|after):\\s*(?<rest>.+)$")]
    private static partial Regex Form();

    [GeneratedRegex("^recovery\\s*<\\s*(?<time>[0-9.]+(?:ms|s|m))$")]
    private static partial Regex Time();

    [GeneratedRegex("^(?<figure>.+[<>]=?)\\s*(?<factor>[0-9]+(?:\\.[0-9]+)?)\\s*\\*\\s*before$")]
    private static partial Regex Relative();
}

/// <summary>A part of an experiment.</summary>
public enum Phase
{
    /// <summary>Until the fault.</summary>
    Before,

    /// <summary>From the fault for as long as it was given.</summary>
    During,

    /// <summary>From then on.</summary>
    After,
}

/// <summary>What came of a hypothesis.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Outcome">fail where it is broken, inconclusive where it cannot be told.</param>
/// <param name="Reason">The figure against the limit.</param>
public sealed record HypothesisResult(string Text, CheckOutcome Outcome, string Reason);

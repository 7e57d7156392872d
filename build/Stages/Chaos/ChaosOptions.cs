using Gauntlet.Build.Cli;
using Gauntlet.Experiments.Chaos;

namespace Gauntlet.Build.Stages.Chaos;

/// <summary>What is to fail on purpose, and what has to hold then.</summary>
public sealed class ChaosOptions() : OptionSet("Chaos", 45)
{
    public static readonly Option<IReadOnlyList<string>> Experiments = Option.Many(
        "chaos", "fault", "fault under load, e.g. pod-delete:foo@5s,for=5s; without a target every workload of two replicas and more",
        text => Problem(() => ExperimentPlan.Parse(text)));

    public static readonly Option<IReadOnlyList<string>> Hypotheses = Option.Many(
        "hypothesis", "phase: expression", "what has to hold before, during or after a fault, e.g. 'after: recovery < 10s'; in place of the fault's own",
        text => Problem(() => Hypothesis.Parse(text)));

    private static string? Problem(Func<object> parse)
    {
        try
        {
            parse();
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}

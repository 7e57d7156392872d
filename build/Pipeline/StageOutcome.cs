namespace Gauntlet.Build.Pipeline;

/// <summary>How a stage ended.</summary>
public enum StageOutcome
{
    /// <summary>It did what it is for.</summary>
    Pass,

    /// <summary>The change under test is at fault: a test, a threshold, a finding, a workload that cannot become healthy.</summary>
    Fail,

    /// <summary>What the user wrote is at fault: an option, a manifest, the state file.</summary>
    Usage,

    /// <summary>The infrastructure is at fault: the cluster, a tool, Docker, ports, disk or the network.</summary>
    Infrastructure,

    /// <summary>Nothing can be said: too few samples, a saturated generator, a required stage that did not run.</summary>
    Inconclusive,

    /// <summary>Left out, with a reason.</summary>
    Skipped,

    /// <summary>Under way; in a file that no process works on: it was killed.</summary>
    Running,
}

/// <summary>The exit codes of the verdicts, and which verdict outweighs which.</summary>
public static class StageOutcomes
{
    /// <summary>The run's verdict is the first of these that any stage reported.</summary>
    private static readonly StageOutcome[] Precedence =
        [StageOutcome.Usage, StageOutcome.Fail, StageOutcome.Infrastructure, StageOutcome.Inconclusive];

    public static int ExitCode(this StageOutcome outcome) => outcome switch
    {
        StageOutcome.Pass or StageOutcome.Skipped => 0,
        StageOutcome.Fail => 1,
        StageOutcome.Usage => 2,
        StageOutcome.Infrastructure or StageOutcome.Running => 3,
        _ => 4,
    };

    /// <summary>As it is written in reports and files.</summary>
    public static string Word(this StageOutcome outcome) => outcome switch
    {
        StageOutcome.Pass => "pass",
        StageOutcome.Fail => "fail",
        StageOutcome.Usage => "usage",
        StageOutcome.Infrastructure => "infrastructure",
        StageOutcome.Inconclusive => "inconclusive",
        StageOutcome.Skipped => "skipped",
        _ => "running",
    };

    public static StageOutcome Worst(IEnumerable<StageOutcome> outcomes)
    {
        var reported = outcomes.Select(outcome => outcome == StageOutcome.Running ? StageOutcome.Infrastructure : outcome).ToHashSet();
        return Precedence.Where(reported.Contains).DefaultIfEmpty(StageOutcome.Pass).First();
    }
}

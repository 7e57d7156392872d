using Gauntlet.Faults.Tests.Scenes;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Faults.Tests;

/// <summary>Something that goes wrong, and what a user must see of it.</summary>
/// <param name="Cause">What is wrong, as the table of docs/faults.md names it.</param>
/// <param name="Verdict">The verdict, whose exit code the pipeline must have.</param>
/// <param name="Line">A part of the line that the user sees; what differs between machines and runs stands in angle brackets.</param>
/// <param name="Inject">Brings the fault about and answers with the run that meets it.</param>
internal sealed record Fault(string Cause, Verdict Verdict, string Line, Func<Scene, Task<PipelineResult>> Inject)
{
    /// <summary>The cluster under the fault.</summary>
    public Ground Ground { get; init; } = Ground.Embedded;

    /// <summary>How long it takes, which decides when it is run.</summary>
    public Pace Pace { get; init; } = Pace.Slow;

    /// <summary>True when the evidence must have been kept before the teardown.</summary>
    public bool LeavesEvidence { get; init; }

    /// <summary>As NUnit shows it.</summary>
    public override string ToString() => Cause;
}

/// <summary>The verdicts, with their exit codes.</summary>
internal enum Verdict
{
    Pass = 0,
    Fail = 1,
    Usage = 2,
    Infrastructure = 3,
    Inconclusive = 4,
}

/// <summary>Where a fault is injected.</summary>
internal enum Ground
{
    /// <summary>The embedded cluster, or none at all.</summary>
    Embedded,

    /// <summary>A KinD cluster that all faults of this ground share: each deploys on it, and leaves it as it was.</summary>
    SharedKind,

    /// <summary>KinD clusters of the fault's own.</summary>
    Kind,
}

/// <summary>How long a fault takes.</summary>
internal enum Pace
{
    /// <summary>A second or two: part of the default suite.</summary>
    Quick,

    /// <summary>Most of a Full run, or more.</summary>
    Slow,
}

using Gauntlet.Build.Pipeline;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports;

namespace Gauntlet.Build.Reporting;

/// <summary>What a stage adds to the reports. The class lies in the stage's folder and is found as its options are; no list of them exists.</summary>
public interface IReportSection
{
    /// <summary>The result of the stage that it tells of.</summary>
    Type Result { get; }

    /// <summary>The stage's part; null where it has nothing to add.</summary>
    ReportPart? Of(ReportRequest request);
}

/// <summary>Turns the result of a stage into its part of the reports.</summary>
/// <typeparam name="TResult">What the stage's slot holds.</typeparam>
public abstract class ReportSection<TResult> : IReportSection
    where TResult : class
{
    /// <inheritdoc/>
    public Type Result => typeof(TResult);

    /// <inheritdoc/>
    public ReportPart? Of(ReportRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var slot = request.Context.State.Of<TResult>();
        return slot?.Result is { } result ? Of(result, request) : Without(slot);
    }

    /// <summary>The part of a stage that has a result.</summary>
    protected abstract ReportPart? Of(TResult result, ReportRequest request);

    /// <summary>The part of a stage that has none.</summary>
    /// <param name="slot">Null where it did not run.</param>
    protected virtual ReportPart? Without(IStageSlot? slot) => null;
}

/// <summary>The run before on the same pull request.</summary>
/// <param name="Name">Its commit.</param>
/// <param name="Verdict">In a word.</param>
/// <param name="Figures">What it measured.</param>
public sealed record PreviousRun(string Name, string Verdict, Headline Figures);

/// <summary>What a report is made of.</summary>
/// <param name="Context">The run.</param>
/// <param name="Verdict">As far as it is known.</param>
public sealed record ReportRequest(BuildContext Context, RunVerdict Verdict)
{
    /// <summary>The run before on the same pull request; null where there was none.</summary>
    public PreviousRun? Before { get; init; }

    /// <summary>Which of several reports on a pull request it is; null where there is but one.</summary>
    public string? Scope { get; init; }

    /// <summary>The page of the run; null where it has none.</summary>
    public Uri? Address { get; init; }

    /// <summary>Where the run's files are; null where they are nowhere but here.</summary>
    public Uri? Files { get; init; }

    /// <summary>True where the run is a stranger's: it shows no command line that others could be led to type.</summary>
    public bool IsOfFork { get; init; }
}

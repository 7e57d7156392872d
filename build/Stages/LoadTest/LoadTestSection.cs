using System.Text.Json;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Reporting;
using Gauntlet.ForeignText;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports;
using Gauntlet.Reports.Load;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>The figures of the load, from metrics.json.</summary>
public sealed class LoadTestSection : ReportSection<LoadResult>
{
    /// <summary>A day of seconds and a hundred routes take less.</summary>
    private const int MostBytes = 64 * 1024 * 1024;

    /// <inheritdoc/>
    /// <exception cref="StageException">metrics.json is damaged or of an unknown version: infrastructure.</exception>
    protected override ReportPart? Of(LoadResult result, ReportRequest request)
    {
        var earlier = result.Before is { } run ? new EarlierRun(run.Name, run) : null;
        var part = Read(request.Context) is { } metrics
            ? LoadReport.Of(metrics, earlier) with { Changes = request.Before is { } before ? LoadChanges.Since(before.Figures, metrics) : null }
            : new ReportPart { Sections = [LoadReport.Without("The figures of the load are not in metrics.json.")], Seed = result.Seed };
        return result.Export switch
        {
            null => part,
            { Problem: { } problem } => part with { Notes = [.. part.Notes, problem] },
            var sent => part with { Facts = [.. part.Facts, ("exported", $"{sent.Series} series as {sent.Format} to {sent.Url}")] },
        };
    }

    /// <inheritdoc/>
    protected override ReportPart? Without(IStageSlot? slot)
    {
        var (status, reason) = StageWords.Of(slot);
        return new ReportPart { Sections = [LoadReport.Without($"No load figures: LoadTest {status}{(reason is null ? "" : $" ({reason})")}.")] };
    }

    /// <summary>The figures of this run; null when there are none, or when the file is of another run.</summary>
    private static MetricsDocument? Read(BuildContext context)
    {
        try
        {
            var file = context.Paths.MetricsInput;
            if (!File.Exists(file))
            {
                return null;
            }

            var metrics = MetricsJson.Read(ForeignJson.Parse(ForeignFile.Read(file, MostBytes)), file);
            return metrics.Header.RunId == context.State.Run.Id ? metrics : null;
        }
        catch (Exception e) when (
            e is FormatException or ArgumentException or JsonException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new StageException(
                StageOutcome.Infrastructure,
                $"The figures of the load cannot be read: {(e is FormatException ? e.Message : $"{context.Paths.MetricsInput}: {e.Message}")}",
                context.Options.Of(RunOptions.From) is null ? "Run --target=LoadTest again." : "The run that made the artifact has to be run again.");
        }
    }
}

using System.Text.Json;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>The headline of one load test.</summary>
/// <param name="P95">Response time in milliseconds; null where the sample does not support it.</param>
public sealed record HistoryEntry(string RunId, DateTimeOffset Started, string? Commit, double? P50, double? P95, double? P99, double? RequestsPerSecond, double? SuccessRate)
    : Headline(P50, P95, P99, RequestsPerSecond, SuccessRate)
{
    /// <summary>The version that this build writes and reads.</summary>
    public const int CurrentSchema = 1;

    /// <value>Of the line; a line without one is of the first version.</value>
    public int SchemaVersion { get; init; } = CurrentSchema;

    /// <summary>The headline of a run's figures.</summary>
    public static HistoryEntry Of(MetricsDocument metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var (header, figures) = (metrics.Header, Headline.Of(metrics.Overall));
        return new HistoryEntry(header.RunId, header.Started, header.Commit, figures.P50, figures.P95, figures.P99, figures.RequestsPerSecond, figures.SuccessRate);
    }
}

/// <summary>A file with one line of JSON per run, the newest last: what the next run compares itself with.</summary>
public static class RunHistory
{
    /// <summary>Runs that the file keeps.</summary>
    public const int MostRuns = 100;

    /// <summary>Adds a run in one step, and answers the one before it; null when it is the first. A line that cannot be read, or is of another version, is dropped.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static HistoryEntry? Add(string file, HistoryEntry run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var earlier = (File.Exists(file) ? File.ReadLines(file) : []).Select(Read).OfType<HistoryEntry>().Where(entry => entry.RunId != run.RunId).ToList();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        AtomicFile.Write(file, string.Concat(earlier.Append(run).TakeLast(MostRuns).Select(entry => JsonSerializer.Serialize(entry, JsonSerializerOptions.Web) + "\n")));
        return earlier.LastOrDefault();
    }

    private static HistoryEntry? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<HistoryEntry>(line, JsonSerializerOptions.Web) is { RunId: not null, SchemaVersion: HistoryEntry.CurrentSchema } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

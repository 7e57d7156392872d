using System.Text.Json;
using System.Text.Json.Serialization;
using Gauntlet.Build.Reporting;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>The headline of one load test.</summary>
/// <param name="P95">Response time in milliseconds; null where the sample does not support it.</param>
public sealed record HistoryEntry(
    string RunId, DateTimeOffset Started, string? Commit, double? P50, double? P95, double? P99, double? RequestsPerSecond, double? SuccessRate)
    : Headline(P50, P95, P99, RequestsPerSecond, SuccessRate)
{
    /// <summary>The version that this build writes and reads.</summary>
    public const int CurrentSchema = 1;

    /// <value>Of the line; a line without one is of the first version.</value>
    public int SchemaVersion { get; init; } = CurrentSchema;

    /// <value>What was sent, where and by what: only runs that agree in it can be compared. Null in a line that does not say it.</value>
    public string? Plan { get; init; }

    /// <value>The branch; null in a line that does not say it.</value>
    public string? Ref { get; init; }

    /// <value>Whether the load test passed: a run that did not is no measure for another.</value>
    public bool Passed { get; init; }

    /// <summary>What people know it by.</summary>
    [JsonIgnore]
    public string Name => (Ref, Commit) switch
    {
        ({ } branch, { } commit) => $"{branch} at {Documents.Short(commit)}",
        ({ } branch, null) => branch,
        (null, { } commit) => Documents.Short(commit),
        _ => RunId,
    };

    /// <summary>The headline of a run's figures.</summary>
    /// <param name="plan">As in <see cref="Plan"/>.</param>
    /// <param name="passed">As in <see cref="Passed"/>.</param>
    public static HistoryEntry Of(MetricsDocument metrics, string plan, bool passed)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var (header, figures) = (metrics.Header, Headline.Of(metrics.Overall));
        return new HistoryEntry(
            header.RunId, header.Started, header.Commit, figures.P50, figures.P95, figures.P99, figures.RequestsPerSecond, figures.SuccessRate)
        {
            Plan = plan,
            Ref = header.Ref,
            Passed = passed,
        };
    }

    /// <summary>True where the figures of an earlier run are a measure for this one: like with like, and a run that passed.</summary>
    /// <param name="earlier">The run before.</param>
    /// <param name="branch">Of a pull request the one it goes to: only its runs count. Null where any does.</param>
    internal bool IsMeasuredBy(HistoryEntry earlier, string? branch) =>
        earlier.Passed && Plan is not null && earlier.Plan == Plan && (branch is null || earlier.Ref == branch);
}

/// <summary>A file with one line of JSON per run, the newest last: what the next run compares itself with.</summary>
public static class RunHistory
{
    /// <summary>Runs that the file keeps.</summary>
    public const int MostRuns = 100;

    /// <summary>
    /// Adds a run in one step, and answers the latest one before it that it can be compared with; null where there is none. A line that cannot be read,
    /// or is of another version, is dropped.
    /// </summary>
    /// <param name="file">Of any encoding that JSON allows.</param>
    /// <param name="run">Told by its id from the others.</param>
    /// <param name="branch">The one whose runs count; null where any does.</param>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static HistoryEntry? Add(string file, HistoryEntry run, string? branch = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        var earlier = (File.Exists(file) ? File.ReadLines(file) : []).Select(Read).OfType<HistoryEntry>().Where(entry => entry.RunId != run.RunId).ToList();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        AtomicFile.Write(file,
            string.Concat(earlier.Append(run).TakeLast(MostRuns).Select(entry => JsonSerializer.Serialize(entry, JsonSerializerOptions.Web) + "\n")));
        return earlier.FindLast(entry => run.IsMeasuredBy(entry, branch));
    }

    private static HistoryEntry? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<HistoryEntry>(
                line, JsonSerializerOptions.Web) is { RunId: not null, SchemaVersion: HistoryEntry.CurrentSchema } entry ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

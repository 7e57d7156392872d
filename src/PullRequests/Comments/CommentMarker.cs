using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gauntlet.PullRequests.Context;

namespace Gauntlet.PullRequests.Comments;

/// <summary>
/// The line above our report: an HTML comment that GitHub hides. It tells our comment from others, which report and which run it is of, and that run's
/// figures with those of the run before. What somebody wrote above it belongs to them.
/// </summary>
public sealed record CommentMarker
{
    private const string Prefix = "<!-- gauntlet:report ";
    private const string Suffix = " -->";
    private const int MaxLength = 4096;
    private const int MaxNote = 16_384;
    private const int CurrentSchema = 1;
    private static readonly string[] Verdicts = ["pass", "fail", "usage", "infrastructure", "inconclusive"];

    // The default encoder writes '<' and '>' as \u003C and \u003E, so no value can end the HTML comment early.
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 4,
    };

    /// <summary>Version of the marker's JSON.</summary>
    [JsonPropertyName("schema")]
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Which report it is of: its workflow, job and leg; null in a comment of a version before there were several.</summary>
    [JsonPropertyName("key")]
    public string? Key { get; init; }

    /// <summary>The run that wrote the comment.</summary>
    [JsonPropertyName("now")]
    public required RunFigures Figures { get; init; }

    /// <summary>The run before it, if any: it makes posting the same run twice give the same text.</summary>
    [JsonPropertyName("before")]
    public RunFigures? Previous { get; init; }

    /// <summary>The marker as one line of Markdown.</summary>
    public string Render() => Prefix + JsonSerializer.Serialize(this, Json) + Suffix;

    /// <summary>True when a line of the text begins with a marker of ours, whatever its version.</summary>
    public static bool IsOurs(string? body) => Start(body) is not null;

    /// <summary>What stands above the marker, with the end of its line; empty where nothing does.</summary>
    public static string NoteAbove(string? body) => Start(body) is { } start ? body![..start] : "";

    /// <summary>
    /// Reads the marker of a comment. False when there is none, or it is damaged, out of range or of another version:
    /// the comment is then ours without figures.
    /// </summary>
    public static bool TryParse(string? body, [NotNullWhen(true)] out CommentMarker? marker)
    {
        marker = null;
        if (Start(body) is not { } start)
        {
            return false;
        }

        var end = body!.IndexOf(Suffix, start, StringComparison.Ordinal);
        if (end < 0 || end - start > MaxLength)
        {
            return false;
        }

        try
        {
            var json = start + Prefix.Length;
            var read = JsonSerializer.Deserialize<CommentMarker>(body.AsSpan(json, end - json), Json);
            marker = read is { Schema: CurrentSchema, Figures: not null } && IsSane(read.Figures) && (read.Previous is null || IsSane(read.Previous))
                ? read
                : null;
        }
        catch (JsonException)
        {
            // Somebody edited the comment by hand: it is replaced, and there is nothing to compare with.
        }

        return marker is not null;
    }

    /// <summary>What the next run compares itself with, when this marker stands in the comment now.</summary>
    internal RunFigures? PreviousFor(RunFigures next) => Figures.Run == next.Run ? Previous : Figures;

    private static int? Start(string? body)
    {
        var start = body?.IndexOf(Prefix, StringComparison.Ordinal) ?? -1;
        return start == 0 || (start > 0 && start <= MaxNote && body![start - 1] is '\n' or '\r') ? start : null;
    }

    private static bool IsSane(RunFigures figures) =>
        HostileText.Sha(figures.Sha) is not null && figures is { RunId: > 0, Attempt: > 0 } && Verdicts.Contains(figures.Verdict)
        && IsAmount(figures.P50) && IsAmount(figures.P95) && IsAmount(figures.P99) && IsAmount(figures.Rps)
        && figures.Success is null or (>= 0 and <= 1);

    private static bool IsAmount(double? value) => value is null || (double.IsFinite(value.Value) && value.Value >= 0);
}

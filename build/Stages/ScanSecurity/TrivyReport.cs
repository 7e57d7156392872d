using System.Text.Json;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>One finding of a scan.</summary>
/// <param name="Severity">UNKNOWN, LOW, MEDIUM, HIGH or CRITICAL.</param>
/// <param name="Id">CVE, check or rule.</param>
/// <param name="Target">Package or file that it is in.</param>
/// <param name="Title">What it is; foreign text.</param>
/// <param name="File">File that it is in, from the root of the scan.</param>
/// <param name="Line">Line in that file, from 1; null where Trivy names none.</param>
public sealed record TrivyFinding(string Severity, string Id, string Target, string Title, string? File, int? Line);

/// <summary>Reads Trivy's own JSON.</summary>
public static class TrivyReport
{
    private const int Schema = 2;

    private static readonly (string List, string Id)[] Kinds = [("Vulnerabilities", "VulnerabilityID"), ("Misconfigurations", "ID"), ("Secrets", "RuleID")];

    /// <summary>Every finding, the most severe first.</summary>
    /// <exception cref="FormatException">The file is no report of Trivy.</exception>
    public static IReadOnlyList<TrivyFinding> Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            if (!document.RootElement.TryGetProperty("SchemaVersion", out var version) || version.GetInt32() != Schema)
            {
                throw new FormatException($"{file} is no report of Trivy: its SchemaVersion is not {Schema}.");
            }

            return document.RootElement.TryGetProperty("Results", out var results)
                ? [.. results.EnumerateArray().SelectMany(Findings).OrderBy(finding => Array.IndexOf(Order, finding.Severity))]
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"{file} is no report of Trivy: {e.Message}", e);
        }
    }

    private static readonly string[] Order = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "UNKNOWN"];

    private static IEnumerable<TrivyFinding> Findings(JsonElement result)
    {
        foreach (var (list, id) in Kinds)
        {
            if (result.TryGetProperty(list, out var entries) && entries.ValueKind == JsonValueKind.Array)
            {
                foreach (var entry in entries.EnumerateArray())
                {
                    var file = Text(result, "Target");
                    yield return new TrivyFinding(
                        Text(entry, "Severity") ?? "UNKNOWN", Text(entry, id) ?? "?", Text(entry, "PkgName") ?? file ?? "?", Text(entry, "Title") ?? "", file,
                        Line(entry) ?? (entry.TryGetProperty("CauseMetadata", out var cause) ? Line(cause) : null));
                }
            }
        }
    }

    private static int? Line(JsonElement element) =>
        element.TryGetProperty("StartLine", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var line) && line > 0 ? line
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

using System.Text.Json;

namespace Gauntlet.Build.Security;

/// <summary>One finding of a scan.</summary>
/// <param name="Severity">UNKNOWN, LOW, MEDIUM, HIGH or CRITICAL.</param>
/// <param name="Id">CVE, check or rule.</param>
/// <param name="Target">File or package that it is in.</param>
/// <param name="Title">What it is; foreign text.</param>
public sealed record TrivyFinding(string Severity, string Id, string Target, string Title);

/// <summary>Reads Trivy's own JSON.</summary>
public static class TrivyReport
{
    private static readonly (string List, string Id)[] Kinds = [("Vulnerabilities", "VulnerabilityID"), ("Misconfigurations", "ID"), ("Secrets", "RuleID")];

    /// <summary>Every finding, the most severe first.</summary>
    /// <exception cref="FormatException">The file is no report of Trivy.</exception>
    public static IReadOnlyList<TrivyFinding> Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
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
                    yield return new TrivyFinding(Text(entry, "Severity") ?? "UNKNOWN", Text(entry, id) ?? "?", Text(entry, "PkgName") ?? Text(result, "Target") ?? "?", Text(entry, "Title") ?? "");
                }
            }
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>The options of ScanSecurity.</summary>
public sealed class ScanSecurityOptions() : OptionSet("Verdict", 41)
{
    private static readonly string[] Known = ["UNKNOWN", "LOW", "MEDIUM", "HIGH", "CRITICAL"];

    /// <summary>Severities of Trivy that fail the run.</summary>
    public static readonly Option<IReadOnlyList<string>> Severities = Option.Value<IReadOnlyList<string>>(
        "severity", "HIGH,CRITICAL", "list", "findings of the scan that fail the run", Problem, value =>
            [.. value.Split(',').Select(level => level.ToUpperInvariant())]);

    private static string? Problem(string value) =>
        value.Split(',').All(level => Known.Contains(level, StringComparer.OrdinalIgnoreCase)) ? null : $"is not a list of {string.Join(", ", Known)}";
}

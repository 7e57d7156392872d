using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>The options of ScanSecurity.</summary>
public sealed class ScanSecurityOptions() : OptionSet("Verdict", 41)
{
    /// <summary>Only findings that the change adds fail the run.</summary>
    public const string New = "new";

    /// <summary>All findings do.</summary>
    public const string All = "all";

    private static readonly string[] Known = ["UNKNOWN", "LOW", "MEDIUM", "HIGH", "CRITICAL"];

    /// <summary>Severities of Trivy that fail the run.</summary>
    public static readonly Option<IReadOnlyList<string>> Severities = Option.Value<IReadOnlyList<string>>(
        "severity", "HIGH,CRITICAL", "list", "findings of the scan that fail the run", Problem, value =>
            [.. value.Split(',').Select(level => level.ToUpperInvariant())]);

    /// <summary>Null where the run decides: what is in the base already is nothing that a pull request has to answer for, and nobody else does.</summary>
    public static readonly Option<string?> Gate = Option.Choice(
        "security-gate", null, [New, All], "findings that fail the run: those that the change adds, or all; default on a pull request new, elsewhere all")!;

    private static string? Problem(string value) =>
        value.Split(',').All(level => Known.Contains(level, StringComparer.OrdinalIgnoreCase)) ? null : $"is not a list of {string.Join(", ", Known)}";
}

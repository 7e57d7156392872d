using System.Text.RegularExpressions;
using Gauntlet.Build.Lifetime;
using Gauntlet.Build.Processes;
using Gauntlet.Build.State;

namespace Gauntlet.Build.Security;

/// <summary>Scans the code base with Trivy: vulnerabilities, misconfiguration and secrets in one pass, and its SARIF for code scanning.</summary>
public sealed partial class TrivyScan(CommandJournal journal)
{
    /// <summary>Runs the scan; answers its findings, or why there is none to be had.</summary>
    /// <exception cref="StageException">Trivy failed for another reason than a missing database: infrastructure.</exception>
    public (IReadOnlyList<TrivyFinding> Findings, string? SkipReason) Run(BuildContext context, string executable)
    {
        ArgumentNullException.ThrowIfNull(context);
        var paths = context.Paths;
        var json = Path.ChangeExtension(paths.Sarif, ".json");
        File.Delete(json);
        File.Delete(paths.Sarif);
        var tool = new PinnedTool(context, "trivy");
        string[] ignore = File.Exists(paths.TrivyIgnore) ? ["--ignorefile", paths.TrivyIgnore] : [];
        var exitCode = tool.RunForExitCode(
            executable,
            [
                "fs", "--quiet", "--format", "json", "--output", json, "--scanners", "vuln,misconfig,secret", "--cache-dir", Path.Combine(BuildPaths.UserCache, "trivy"),
                "--skip-dirs", "**/bin", "--skip-dirs", "**/obj", "--skip-dirs", "artifacts", .. ignore, paths.Root,
            ]);
        if (exitCode != 0)
        {
            var output = journal.LastFailed?.Output ?? [];
            return output.Any(line => DatabaseTrouble().IsMatch(line))
                ? ([], "Trivy's database is not to be had")
                : throw new StageException(StageOutcome.Infrastructure, $"trivy exited with {exitCode}: {output.LastOrDefault(line => line.Length > 0) ?? "no output"}", null, [.. output.TakeLast(15)]);
        }

        var findings = TrivyReport.Read(json);
        return tool.RunForExitCode(executable, "convert", "--quiet", "--format", "sarif", "--output", paths.Sarif, json) == 0
            ? (findings, null)
            : throw new StageException(StageOutcome.Infrastructure, "trivy could not convert its report to SARIF.", null, journal.LastFailed?.Output);
    }

    [GeneratedRegex("DB error|failed to download (vulnerability|checks|java) ?(DB|database|bundle)|vulnerability DB.*(download|not found|missing)|OCI artifact", RegexOptions.IgnoreCase)]
    private static partial Regex DatabaseTrouble();
}

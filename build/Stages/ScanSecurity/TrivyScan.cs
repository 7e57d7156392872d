using System.Text.RegularExpressions;
using Cake.Core.Diagnostics;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>Scans the code base with Trivy: vulnerabilities, misconfiguration and secrets in one pass, and its SARIF for code scanning.</summary>
public sealed partial class TrivyScan(CommandJournal journal)
{
    private const int EvidenceLines = 15;

    // Without a network Trivy works from what an earlier scan of this machine left in the cache.
    private static readonly string[] Offline = ["--offline-scan", "--skip-db-update", "--skip-java-db-update", "--skip-check-update"];

    /// <summary>Runs the scan; answers its findings, or why there are none.</summary>
    /// <exception cref="StageException">Trivy failed for another reason than a missing database, or wrote no report: infrastructure.</exception>
    public (IReadOnlyList<TrivyFinding> Findings, string? SkipReason) Run(BuildContext context, string executable)
    {
        ArgumentNullException.ThrowIfNull(context);
        var paths = context.Paths;
        var report = Path.ChangeExtension(paths.Sarif, ".json");
        File.Delete(report);
        File.Delete(paths.Sarif);
        var tool = new PinnedTool(context, "trivy");
        if (!Scan(context, tool, executable, report, []))
        {
            context.Log.Warning("Trivy's database could not be updated; scanning with the one in the cache, if there is one.");
            if (!Scan(context, tool, executable, report, Offline))
            {
                return ([], "Trivy's database is neither to be downloaded nor in the cache");
            }
        }

        var findings = Read(report);
        var before = journal.Count;
        if (journal.Run(() => tool.RunForExitCode(executable, "convert", "--quiet", "--format", "sarif", "--output", paths.Sarif, report)) != 0)
        {
            throw Failure("trivy could not convert its report to SARIF", before);
        }

        if (Fit(paths.Sarif) is > 0 and var left)
        {
            context.Log.Warning("{0} results are left out of trivy.sarif, the least severe: code scanning takes no more. All are in trivy.json.", left);
        }

        return (findings, null);
    }

    /// <summary>False when the database is unavailable.</summary>
    private bool Scan(BuildContext context, PinnedTool tool, string executable, string report, IEnumerable<string> mode)
    {
        var paths = context.Paths;
        var before = journal.Count;
        var exitCode = journal.Run(() => tool.RunForExitCode(
            executable,
            [
                "fs", "--quiet", "--format", "json", "--output", report, "--scanners", "vuln,misconfig,secret", "--cache-dir", paths.TrivyCache,
                "--skip-dirs", "**/bin", "--skip-dirs", "**/obj", "--skip-dirs", "artifacts", "--ignorefile", paths.TrivyIgnore, .. Settings(paths), .. mode,
                paths.Root,
            ]));
        var hasDatabase = exitCode == 0 || journal.FailedSince(before)?.Output.Any(line => DatabaseTrouble().IsMatch(line)) != true;
        return exitCode != 0 && hasDatabase ? throw Failure($"trivy exited with {exitCode}", before) : hasDatabase;
    }

    /// <summary>In place of the trivy.yaml and trivy-secret.yaml that Trivy would read from the project, where a change under test may have put them.</summary>
    private static string[] Settings(BuildPaths paths)
    {
        var none = Path.ChangeExtension(paths.Sarif, ".yaml");
        File.WriteAllText(none, "# The pipeline's options alone decide what is scanned.\n");
        return ["--config", none, "--secret-config="];
    }

    private StageException Failure(string what, int before)
    {
        var output = journal.FailedSince(before)?.Output ?? [];
        return new StageException(
            StageOutcome.Infrastructure, $"{what}: {output.LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "no output"}",
            "Run the scan again with --verbosity=diagnostic.", [.. output.TakeLast(EvidenceLines)]);
    }

    private static IReadOnlyList<TrivyFinding> Read(string report) => Checked(() => TrivyReport.Read(report));

    private static int Fit(string sarif) => Checked(() => SarifFile.Fit(sarif));

    private static T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FormatException or FileNotFoundException)
        {
            throw new StageException(
                StageOutcome.Infrastructure, $"trivy ended well and wrote no usable report: {e.Message}",
                "Check that the trivy on PATH is the real one: trivy --version.");
        }
    }

    [GeneratedRegex("DB error|failed to download (vulnerability|checks|java) ?(DB|database|bundle)|vulnerability DB.*(download|not found|missing)|OCI artifact",
        RegexOptions.IgnoreCase)]
    private static partial Regex DatabaseTrouble();
}

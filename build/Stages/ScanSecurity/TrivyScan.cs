using System.Text.Json;
using System.Text.RegularExpressions;
using Cake.Core.Diagnostics;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Security.Findings;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>Runs Trivy: one download of its databases, then scans that all see the same ones, and SARIF for code scanning.</summary>
public sealed partial class TrivyScan(CommandJournal journal)
{
    private const int EvidenceLines = 15;

    // Without these the second scan of a run could know an advisory that the first did not.
    private static readonly string[] Offline = ["--offline-scan", "--skip-db-update", "--skip-java-db-update", "--skip-check-update"];

    private static readonly string[] JavaArchives = [".jar", ".war", ".ear", ".par"];

    /// <summary>Brings the databases up to date; where that fails the scans work with those in the cache, and the log says so.</summary>
    /// <param name="trees">The folders to be scanned: only archives of Java need the second, large, database.</param>
    public void Download(BuildContext context, string executable, IEnumerable<string> trees)
    {
        ArgumentNullException.ThrowIfNull(context);
        var isFresh = Download("--download-db-only") && (!trees.Any(HasJava) || Download("--download-java-db-only"));
        if (!isFresh)
        {
            context.Log.Warning("Trivy's database could not be updated; scanning with the one in the cache, if there is one.");
        }

        bool Download(string what) =>
            journal.Run(() => new PinnedTool(context, "trivy").RunForExitCode(
                executable, ["fs", "--quiet", what, "--cache-dir", context.Paths.TrivyCache, .. NoSettings(context.Paths)])) == 0;
    }

    /// <summary>The findings of a folder, or why there are none: no database.</summary>
    /// <param name="report">Where Trivy's own report goes.</param>
    /// <exception cref="StageException">Trivy failed for another reason than a missing database, or wrote no report: infrastructure.</exception>
    public (IReadOnlyList<Finding> Findings, string? WhyNot) Scan(BuildContext context, string executable, string folder, string report)
    {
        ArgumentNullException.ThrowIfNull(context);
        File.Delete(report);
        var before = journal.Count;
        var exitCode = journal.Run(() => new PinnedTool(context, "trivy").RunForExitCode(
            executable,
            [
                "fs", "--quiet", "--format", "json", "--output", report, "--scanners", "vuln,misconfig,secret", "--cache-dir", context.Paths.TrivyCache,
                "--skip-dirs", "**/bin", "--skip-dirs", "**/obj", .. ArtifactsFolder.Within(context.Paths).SelectMany(name => new[] { "--skip-dirs", name }),
                "--secret-config=", .. NoSettings(context.Paths), .. Offline, folder,
            ]));
        if (exitCode == 0)
        {
            return (Checked(() => TrivyReport.Read(report, folder)), null);
        }

        return journal.FailedSince(before)?.Output.Any(line => DatabaseTrouble().IsMatch(line)) == true
            ? ([], "Trivy's database is neither to be downloaded nor in the cache")
            : throw Failure($"trivy exited with {exitCode}", before);
    }

    /// <summary>The vulnerabilities of an image, or why they are not known: it cannot be pulled, or its packages need a database that is not there.</summary>
    public (IReadOnlyList<Finding> Findings, string? WhyNot) ScanImage(BuildContext context, string executable, string image)
    {
        ArgumentNullException.ThrowIfNull(context);
        var report = context.Paths.ImageReport;
        File.Delete(report);
        var before = journal.Count;
        var exitCode = journal.Run(() => new PinnedTool(context, "trivy").RunForExitCode(
            executable,
            [
                "image", "--quiet", "--format", "json", "--output", report, "--scanners", "vuln", "--cache-dir", context.Paths.TrivyCache,
                .. NoSettings(context.Paths), .. Offline, "--", image,
            ]));
        return exitCode == 0
            ? (Checked(() => TrivyReport.Read(report)), null)
            : ([], journal.FailedSince(before)?.Output.LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? $"trivy exited with {exitCode}");
    }

    /// <summary>Writes a report again as SARIF.</summary>
    /// <exception cref="StageException">Trivy failed: infrastructure.</exception>
    public void Convert(BuildContext context, string executable, string report, string sarif)
    {
        ArgumentNullException.ThrowIfNull(context);
        var before = journal.Count;
        if (journal.Run(() => new PinnedTool(context, "trivy").RunForExitCode(
            executable, ["convert", "--quiet", "--format", "sarif", "--output", sarif, .. NoSettings(context.Paths), report])) != 0)
        {
            throw Failure("trivy could not convert its report to SARIF", before);
        }
    }

    /// <summary>When the database in the cache was made; null where it does not say.</summary>
    public static DateTimeOffset? DatabaseTime(BuildPaths paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        try
        {
            using var metadata = JsonDocument.Parse(File.ReadAllText(Path.Combine(paths.TrivyCache, "db", "metadata.json")));
            return metadata.RootElement.TryGetProperty("UpdatedAt", out var time) && time.TryGetDateTimeOffset(out var updated) ? updated : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads what Trivy wrote.</summary>
    /// <exception cref="StageException">It is not what Trivy writes: infrastructure.</exception>
    internal static T Checked<T>(Func<T> read)
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

    /// <summary>
    /// In place of the trivy.yaml and .trivyignore that Trivy would read from the project, where a change under test may have put them; .trivyignore.yaml is
    /// read by the pipeline itself, which asks more of it.
    /// </summary>
    private static string[] NoSettings(BuildPaths paths)
    {
        var (settings, accepted) = (Path.ChangeExtension(paths.Sarif, ".yaml"), Path.ChangeExtension(paths.Sarif, ".ignore"));
        File.WriteAllText(settings, "# The pipeline's options alone decide what is scanned.\n");
        File.WriteAllText(accepted, "# What is accepted stands in .trivyignore.yaml.\n");
        return ["--config", settings, "--ignorefile", accepted];
    }

    private static bool HasJava(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Any(file => JavaArchives.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));

    private StageException Failure(string what, int before)
    {
        var output = journal.FailedSince(before)?.Output ?? [];
        return new StageException(
            StageOutcome.Infrastructure, $"{what}: {output.LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "no output"}",
            "Run the scan again with --verbosity=diagnostic.", [.. output.TakeLast(EvidenceLines)]);
    }

    [GeneratedRegex("DB error|failed to download (vulnerability|checks|java) ?(DB|database|bundle)|vulnerability DB.*(download|not found|missing)|OCI artifact"
        + "|cannot be specified on the first run", RegexOptions.IgnoreCase)]
    private static partial Regex DatabaseTrouble();
}

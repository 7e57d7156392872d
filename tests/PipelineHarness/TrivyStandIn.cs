namespace Gauntlet.PipelineHarness;

/// <summary>
/// Stands in for Trivy, as far as the pipeline calls it: <c>--version</c>, <c>fs</c> that brings its databases up to date, <c>fs</c> into a JSON report,
/// <c>convert</c> of it to SARIF and <c>image</c> into a JSON report. A flag that Trivy's documentation does not have for the command is refused.
/// Its reports are the recorded ones of the folder Recorded.
/// </summary>
public static class TrivyStandIn
{
    /// <summary>The version that the pipeline pins.</summary>
    public const string Version = "0.75.0";

    /// <summary>A report with vulnerabilities, misconfigurations and a secret, in Trivy's JSON.</summary>
    public static string Report => Path.Combine(Folder, "trivy.json");

    /// <summary>The same in SARIF.</summary>
    public static string Sarif => Path.Combine(Folder, "trivy.sarif");

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Recorded");

    /// <summary>What <c>image</c> does where nothing is in an image.</summary>
    private const string CleanImage = "echo '{\"SchemaVersion\":2}' > \"$out\"";

    /// <summary>Finds what is recorded.</summary>
    public static void AddTrivyWithFindings(this ProjectCopy copy) => copy.AddTrivy(Write(Report), Write(Sarif));

    /// <summary>Finds nothing.</summary>
    public static void AddTrivy(this ProjectCopy copy) =>
        copy.AddTrivy(Write(Path.Combine(Folder, "trivy-clean.json")), Write(Path.Combine(Folder, "trivy-clean.sarif")));

    /// <summary>
    /// Does what the scripts say; <c>$out</c> is the path after <c>--output</c>, <c>$all</c> are all arguments, and every call is a line in the log.
    /// </summary>
    /// <param name="copy">Where it is put on PATH.</param>
    /// <param name="scan">The body of <c>fs</c>.</param>
    /// <param name="convert">The body of <c>convert</c>.</param>
    /// <param name="version">What <c>--version</c> says.</param>
    /// <param name="download">The body of <c>fs</c> where it only downloads.</param>
    /// <param name="image">The body of <c>image</c>; <c>$all</c> ends in its name.</param>
    public static void AddTrivy(
        this ProjectCopy copy, string scan, string convert = "exit 1", string version = Version, string download = "exit 0",
        string image = CleanImage)
    {
        ArgumentNullException.ThrowIfNull(copy);
        copy.AddTool("trivy", $"""
            echo "$@" >> '{copy.TrivyLog()}'
            command=$1; all=$*
            while [ $# -gt 0 ]; do
              [ "$1" = --output ] && out=$2
              case "$command $1" in
                '{FlagsOfAll("fs")}'|fs\ --scanners|fs\ --skip-dirs|fs\ --secret-config=) ;;
                fs\ --offline-scan|fs\ --skip-db-update|fs\ --skip-java-db-update|fs\ --skip-check-update|fs\ --download-db-only|fs\ --download-java-db-only) ;;
                '{FlagsOfAll("convert")}') ;;
                '{FlagsOfAll("image")}'|image\ --scanners|image\ --offline-scan|image\ --skip-db-update|image\ --skip-java-db-update) ;;
                image\ --skip-check-update|image\ --) ;;
                "fs --"*|"convert --"*|"image --"*) echo "unknown flag: $1" >&2; exit 64 ;;
              esac
              shift
            done
            case "$command" in
              --version) echo 'Version: {version}' ;;
              fs) case "$all" in
                    *-db-only*--skip*|*--skip*-db-only*) echo '--skip-db-update and --download-db-only options can not be specified both' >&2; exit 1 ;;
                    *-db-only*) {download} ;;
                    *) {scan} ;;
                  esac ;;
              convert) {convert} ;;
              image) {image} ;;
              *) echo "unknown command $command" >&2; exit 64 ;;
            esac

            """);
    }

    private static string FlagsOfAll(string command) =>
        string.Join("'|'", new[] { "quiet", "format", "output", "config", "ignorefile", "cache-dir" }.Select(flag => $"{command} --{flag}"));

    /// <summary>The calls of the stand-in, one a line.</summary>
    public static IReadOnlyList<string> TrivyCalls(this ProjectCopy copy) => File.Exists(copy.TrivyLog()) ? File.ReadAllLines(copy.TrivyLog()) : [];

    private static string TrivyLog(this ProjectCopy copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        return Path.Combine(copy.Home, "trivy.log");
    }

    private static string Write(string file) => $"cp '{file}' \"$out\"";
}

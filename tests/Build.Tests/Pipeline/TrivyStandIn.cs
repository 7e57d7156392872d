using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Pipeline;

/// <summary>Shell scripts in the place of the scanner: nothing here can be found or downloaded by a test.</summary>
internal static class TrivyStandIn
{
    /// <summary>A scanner that finds nothing, and notes each scan in a file.</summary>
    public static void AddTrivy(this ProjectCopy copy) => copy.AddTool("trivy", $$"""
        output() { while [ "$1" != --output ]; do shift; done; printf '%s' "$2"; }
        case $1 in
          --version) echo 'Version: 0.75.0' ;;
          fs) echo scan >> '{{copy.ScanLog()}}'; echo '{"Results": []}' > "$(output "$@")" ;;
          convert) echo '{"version": "2.1.0", "runs": []}' > "$(output "$@")" ;;
        esac
        """);

    /// <summary>A scanner whose database cannot be downloaded.</summary>
    public static void AddTrivyWithoutDatabase(this ProjectCopy copy) => copy.AddTool("trivy", """
        case $1 in
          --version) echo 'Version: 0.75.0' ;;
          *) echo 'FATAL init error: DB error: failed to download vulnerability DB' >&2; exit 1 ;;
        esac
        """);

    /// <summary>The file with one line for each scan.</summary>
    public static string ScanLog(this ProjectCopy copy) => Path.Combine(copy.Home, "scans");
}

using System.Globalization;
using System.Text;

namespace Gauntlet.Faults.Tests;

/// <summary>docs/faults.md: one row per cause.</summary>
internal static class FaultTable
{
    /// <summary>The whole page.</summary>
    public static string Render()
    {
        var page = new StringBuilder("""
            # Faults

            What each fault ends in, and the line that the user sees; what differs between machines and runs stands in angle brackets.
            `tests/Faults.Tests` injects every one of them into a run of the real host, and checks verdict, exit code and line, that the evidence was kept
            where there was a cluster to ask, and that nothing is left: no process, port, container, network (but kind's own), kubeconfig, temporary file or lock.
            This page is made from the suite: `GAUNTLET_WRITE_DOCS=1 dotnet test tests/Faults.Tests --filter FaultTable`.

            """);
        foreach (var section in FaultCatalogue.Sections)
        {
            page.Append(
                CultureInfo.InvariantCulture, $"\n## {section.Key}\n\n| cause | verdict | exit code | what the user sees | on |\n|---|---|--:|---|---|\n");
            foreach (var cause in section.GroupBy(fault => fault.Cause))
            {
                var fault = cause.First();
                var grounds = string.Join(", ", cause.Select(entry => entry.Ground == Ground.Embedded ? "embedded" : "KinD"));
#pragma warning disable CA1308 // Normalize strings to uppercase: verdicts are written in lower case.
                page.Append(CultureInfo.InvariantCulture,
                    $"| {Cell(fault.Cause)} | {fault.Verdict.ToString().ToLowerInvariant()} | {(int)fault.Verdict} | `{Cell(fault.Line)}` | {grounds} |\n");
#pragma warning restore CA1308
            }
        }

        return page.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}

using System.Text.Json.Nodes;
using Gauntlet.Security.Findings;

namespace Gauntlet.Security.Tests;

/// <summary>Reports of Trivy that are recorded in files.</summary>
internal static class Recordings
{
    public static string Pairs => Path.Combine(AppContext.BaseDirectory, "Pairs");

    public static string Report => Path.Combine(AppContext.BaseDirectory, "Recorded", "trivy.json");

    public static string Sarif => Path.Combine(AppContext.BaseDirectory, "Recorded", "trivy.sarif");

    /// <summary>Reads a report that is text.</summary>
    public static IReadOnlyList<Finding> Read(JsonNode report, string? root = null)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, report.ToJsonString());
            return TrivyReport.Read(file, root);
        }
        finally
        {
            File.Delete(file);
        }
    }
}

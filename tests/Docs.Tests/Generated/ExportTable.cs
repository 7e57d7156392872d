using System.Text;
using Gauntlet.Export.Model;

namespace Gauntlet.Docs.Tests.Generated;

/// <summary>The metrics that are exported, as docs/prometheus.md lists them.</summary>
internal static class ExportTable
{
    public static string Render()
    {
        var table = new StringBuilder("| metric | kind | labels | what it is |\n|---|---|---|---|\n");
        foreach (var metric in ExportedMetrics.All)
        {
            table.Append(
                null, $"| `{metric.Name}` | {metric.Kind.ToString().ToLowerInvariant()} | {string.Join(", ", metric.Labels.Select(label => $"`{label}`"))} | "
                    + $"{metric.Help} |\n");
        }

        return table.ToString();
    }
}

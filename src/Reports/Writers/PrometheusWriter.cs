using System.Globalization;
using System.Text;

namespace Gauntlet.Reports.Writers;

/// <summary>The series of a report in Prometheus' text format 0.0.4.</summary>
public static class PrometheusWriter
{
    /// <summary>The text.</summary>
    public static string Write(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new StringBuilder();
        foreach (var series in document.Series)
        {
            var head = $"# HELP {series.Name} {series.Help}\n# TYPE {series.Name} gauge\n";
            foreach (var sample in series.Samples)
            {
                text.Append(head).Append(CultureInfo.InvariantCulture, $"{series.Name}{Labels(sample)} {sample.Value}\n");
                head = "";
            }
        }

        return text.ToString();
    }

    private static string Labels(Sample sample) =>
        sample.Labels.Count == 0 ? "" : "{" + string.Join(",", sample.Labels.Select(l => $"{l.Name}=\"{Text(l.Value)}\"")) + "}";

    private static string Text(string value) => value.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}

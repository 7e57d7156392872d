using System.Globalization;
using System.Text.RegularExpressions;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources.Helm;

/// <summary>What helm says of a chart that it cannot render, with the file of the chart that it names.</summary>
internal static partial class HelmError
{
    /// <summary>As a problem of the user's file.</summary>
    public static ManifestProblem Read(IReadOnlyList<string> errors, Chart chart, SourceRequest request)
    {
        var text = Spaces().Replace(string.Join(' ', errors.SkipWhile(line => !line.StartsWith("Error: ", StringComparison.Ordinal))), " ").Trim();
        text = text.Length > 0 ? text["Error: ".Length..] : Spaces().Replace(string.Join(' ', errors), " ").Trim();
        var named = Place().Match(text);
        var file = text.Contains("specifications of the schema", StringComparison.Ordinal) ? "values.schema.json"
            : named.Success && named.Groups["chart"].Value == chart.Name ? named.Groups["file"].Value
            : Chart.File;
        return new ManifestProblem(
            request.NameOf(Path.Combine(request.Folder, file)),
            named.Groups["line"].Success ? int.Parse(named.Groups["line"].Value, CultureInfo.InvariantCulture) : null,
            $"Helm cannot render the chart: {text.Replace(" Use --debug flag to render out invalid YAML", "", StringComparison.Ordinal).TrimEnd('.')}.",
            "Correct the chart, or what --values and --set give it; helm template says the same.");
    }

    /// <summary>A file of a chart, as helm names it, with the line where it knows one.</summary>
    [GeneratedRegex(@"(?<chart>[A-Za-z0-9_.-]+)/(?<file>(?:charts|templates|crds)/[A-Za-z0-9_./-]+)(?::(?<line>\d+))?", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

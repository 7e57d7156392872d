using System.Text.Json.Nodes;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources.Helm;

/// <summary>What Chart.yaml says.</summary>
/// <param name="Name">Of the chart, and of the release that is rendered.</param>
internal sealed record Chart(string Name)
{
    public const string File = "Chart.yaml";

    /// <summary>Reads it; null where it is none. All that Helm would have to fetch is among the problems.</summary>
    public static Chart? Read(SourceRequest request, List<ManifestProblem> problems)
    {
        var path = Path.Combine(request.Folder, File);
        var name = request.NameOf(path);
        var trees = ManifestReader.ReadText(path, name, problems) is { } text ? YamlText.Read(name, text, problems) : [];
        if (trees is not [var (_, tree)] || tree.Root is not JsonObject body || ManifestDocument.TextOf(body["name"]) is not { Length: > 0 } chart)
        {
            if (problems.Count == 0)
            {
                problems.Add(new ManifestProblem(name, 1, "The chart has no name.", "Name it."));
            }

            return null;
        }

        if (ManifestDocument.TextOf(body["type"]) == "library")
        {
            problems.Add(new ManifestProblem(name, tree.Lines["type"], "The chart is a library, which has nothing to deploy.", "Name a chart that uses it."));
        }

        problems.AddRange((body["dependencies"] as JsonArray ?? []).Index()
            .Where(entry => entry.Item is JsonObject needed && !IsThere(request.Folder, ManifestDocument.TextOf(needed["name"])))
                .Select(entry => new ManifestProblem(
                name, tree.Lines.GetValueOrDefault(FieldPath.Of("dependencies", entry.Index), 1),
                $"The chart needs {ManifestDocument.TextOf(entry.Item!["name"])}, which is not below charts/, and nothing is fetched.",
                "Run helm dependency build, and bring what it fetches into the repository.")));
        problems.AddRange(request.Values.Where(file => !System.IO.File.Exists(file)).Select(file => new ManifestProblem(
            name, null, $"The file {file} of --values does not exist.", "Correct the path.")));
        return new Chart(chart);
    }

    private static bool IsThere(string folder, string dependency)
    {
        var charts = Path.Combine(folder, "charts");
        return Directory.Exists(Path.Combine(charts, dependency))
            || (Directory.Exists(charts) && Directory.EnumerateFiles(charts, $"{dependency}-*.tgz").Any());
    }
}

namespace Gauntlet.Workloads.Manifests;

/// <summary>Which files below a folder hold manifests, and which do not.</summary>
/// <param name="Read">Those that are read, rooted.</param>
/// <param name="NotRead">Those that are not, relative to the folder, each with the reason.</param>
internal sealed record ManifestFiles(IReadOnlyList<string> Read, IReadOnlyList<string> NotRead)
{
    private const string Kustomize = "Kustomize";
    private const string Helm = "Helm";

    public static ManifestFiles Find(string folder)
    {
        var all = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList() : [];
        var charts = all.Where(file => Path.GetFileName(file) == "Chart.yaml").Select(file => Path.GetDirectoryName(file)! + Path.DirectorySeparatorChar)
            .ToList();
        var judged = all.Select(file => (File: file, Tool: ToolOf(file, charts))).ToList();
        return new ManifestFiles(
            [.. judged.Where(entry => entry.Tool is null && IsManifest(entry.File)).Select(entry => entry.File)],
            [.. judged.Where(entry => entry.Tool is not null || !(IsManifest(entry.File) || IsForPeople(entry.File)))
                .Select(entry => $"{Path.GetRelativePath(folder, entry.File).Replace('\\', '/')}{(entry.Tool is { } tool ? $" ({tool})" : "")}")]);
    }

    /// <summary>The tool that a file is meant for, where that is not kubectl.</summary>
    private static string? ToolOf(string file, List<string> charts)
    {
        var name = Path.GetFileName(file);
        return name is "kustomization.yaml" or "kustomization.yml" or "Kustomization" ? Kustomize
            : charts.FirstOrDefault(chart => file.StartsWith(chart, StringComparison.Ordinal)) is { } chart
                && IsOfChart(file[chart.Length..].Replace('\\', '/')) ? Helm
            : null;
    }

    private static bool IsOfChart(string file) =>
        file is "Chart.yaml" or "Chart.lock" or ".helmignore"
            || (file.StartsWith("values", StringComparison.Ordinal) && !file.Contains('/', StringComparison.Ordinal))
        || file.StartsWith("templates/", StringComparison.Ordinal) || file.StartsWith("charts/", StringComparison.Ordinal)
            || file.StartsWith("ci/", StringComparison.Ordinal);

    private static bool IsManifest(string file) =>
        Path.GetExtension(file) is { } extension && new[] { ".yaml", ".yml", ".json" }.Contains(extension, StringComparer.OrdinalIgnoreCase);

    private static bool IsForPeople(string file) =>
        Path.GetFileName(file) is var name && (name.StartsWith('.') || name.EndsWith(".md", StringComparison.OrdinalIgnoreCase));
}

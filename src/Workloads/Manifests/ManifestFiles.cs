namespace Gauntlet.Workloads.Manifests;

/// <summary>Which files below a folder hold manifests, and which do not.</summary>
/// <param name="Read">Those that are read, rooted.</param>
/// <param name="NotRead">Those of which nothing is known, relative to the folder.</param>
/// <param name="Beside">What is written for another tool than kubectl, relative to the folder, each with the tool.</param>
internal sealed record ManifestFiles(IReadOnlyList<string> Read, IReadOnlyList<string> NotRead, IReadOnlyList<string> Beside)
{
    private const string ChartFile = "Chart.yaml";

    public static ManifestFiles Find(string folder)
    {
        var all = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList() : [];
        var charts = all.Where(file => Path.GetFileName(file) == ChartFile).Select(FolderOf).ToList();
        var overlays = all.Where(file => Kustomization.IsNamedAsOne(file) && Kustomization.TakesFromOutside(file)).Select(FolderOf).ToList();
        var judged = all.Select(file => (File: file, Part: PartOf(file, charts, overlays))).ToList();
        return new ManifestFiles(
            [.. judged.Where(entry => entry.Part is null && IsManifest(entry.File)).Select(entry => entry.File)],
            [.. judged.Where(entry => entry.Part is null && !(IsManifest(entry.File) || IsForPeople(entry.File))).Select(entry => Name(entry.File))],
            [.. judged.Select(entry => entry.Part).OfType<string>().Distinct()]);

        string Name(string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

        string? PartOf(string file, List<string> ofHelm, List<string> ofKustomize) =>
            ofKustomize.FirstOrDefault(overlay => file.StartsWith(overlay, StringComparison.Ordinal)) is { } overlay
                ? $"{Name(overlay).TrimEnd('/')} (Kustomize)"
            : Kustomization.IsNamedAsOne(file) ? $"{Name(file)} (Kustomize)"
            : ofHelm.FirstOrDefault(chart => file.StartsWith(chart, StringComparison.Ordinal)) is { } chart
                && IsOfChart(file[chart.Length..].Replace('\\', '/')) ? $"{Name(chart).TrimEnd('/')} (Helm)"
            : null;
    }

    private static string FolderOf(string file) => Path.GetDirectoryName(file)! + Path.DirectorySeparatorChar;

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

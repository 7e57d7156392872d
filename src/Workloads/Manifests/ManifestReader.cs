using System.Text;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Manifests;

/// <summary>Reads one file into what it says of objects, or says what is wrong with it.</summary>
internal static class ManifestReader
{
    /// <summary>The API server itself takes no object above 1.5 MB.</summary>
    private const int MostBytes = 1_000_000;

    public static IReadOnlyList<ManifestDocument> Read(string folder, string path, List<ManifestProblem> problems)
    {
        var file = Path.GetRelativePath(folder, path).Replace('\\', '/');
        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                problems.Add(new ManifestProblem(file, null, $"The file is larger than {MostBytes / 1000} kB.", "Split it."));
                return [];
            }

            var text = File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return Documents(file, text, problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            problems.Add(new ManifestProblem(file, null, $"The file cannot be read: {OneLine(e.Message)}", "Fix or remove it."));
            return [];
        }
    }

    public static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim().TrimEnd('.') + ".";

    private static List<ManifestDocument> Documents(string file, string text, List<ManifestProblem> problems)
    {
        var documents = new List<ManifestDocument>();
        foreach (var (number, tree) in YamlText.Read(file, text, problems))
        {
            var before = documents.Count;
            documents.AddRange(ManifestDocument.Of(file, number, tree));
            if (documents.Count == before && tree.Root is not System.Text.Json.Nodes.JsonObject)
            {
                problems.Add(new ManifestProblem(file, tree.Line, "apiVersion or kind is missing.", "Every object has both."));
            }
        }

        return documents;
    }
}

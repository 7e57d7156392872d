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
        return ReadText(path, file, problems) is { } text ? Documents(file, text, problems) : [];
    }

    /// <summary>The text of a file; null where it cannot be read, which is among the problems then.</summary>
    public static string? ReadText(string path, string file, List<ManifestProblem> problems)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                problems.Add(new ManifestProblem(file, null, $"The file is larger than {MostBytes / 1000} kB.", "Split it."));
                return null;
            }

            return File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            problems.Add(new ManifestProblem(file, null, $"The file cannot be read: {OneLine(e.Message)}", "Fix or remove it."));
            return null;
        }
    }

    public static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim().TrimEnd('.') + ".";

    /// <summary>The documents of a text.</summary>
    public static List<ManifestDocument> Documents(string file, string text, List<ManifestProblem> problems)
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

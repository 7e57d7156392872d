using System.Text.Json;
using Gauntlet.ForeignText;

namespace Gauntlet.Security.Findings;

/// <summary>Reads Trivy's own JSON (SchemaVersion 2).</summary>
public static class TrivyReport
{
    private const int Schema = 2;
    private const int MostBytes = 256 * 1024 * 1024;

    /// <summary>The component of what is found in an image: its name without tag and digest.</summary>
    public static string ComponentOf(string image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return TrivyFindings.Repository(image);
    }

    /// <summary>Every finding, in the order of the file.</summary>
    /// <param name="file">Path of the report.</param>
    /// <param name="root">The folder that was scanned: the lines at fault are read from it. Null where there is none, as for an image.</param>
    /// <exception cref="FormatException">The file is no report of Trivy.</exception>
    public static IReadOnlyList<Finding> Read(string file, string? root = null)
    {
        try
        {
            using var document = JsonDocument.Parse(ForeignFile.Read(file, MostBytes));
            if (!document.RootElement.TryGetProperty("SchemaVersion", out var version) || version.GetInt32() != Schema)
            {
                throw new FormatException($"{file} is no report of Trivy: its SchemaVersion is not {Schema}.");
            }

            return [.. new TrivyFindings(document.RootElement, new SourceLines(root)).All()];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or InvalidDataException)
        {
            throw new FormatException($"{file} is no report of Trivy: {e.Message}", e);
        }
    }
}

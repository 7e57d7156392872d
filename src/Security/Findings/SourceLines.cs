using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gauntlet.ForeignText;

namespace Gauntlet.Security.Findings;

/// <summary>
/// The lines that a finding is in, as a hash: what stays when lines are put in above them. A report masks secrets, so the files are read.
/// The hash of a secret can be guessed at: it stays in the memory of the process.
/// </summary>
internal sealed class SourceLines(string? root)
{
    private const int MostBytes = 16 * 1024 * 1024;
    private readonly Dictionary<string, string[]?> _files = [];

    /// <summary>Of the lines that an element of the report names, read from the file, else as the report has them, else of a text; empty where there are
    /// none.</summary>
    public string Hash(string target, JsonElement place, string otherwise)
    {
        var found = (FromFile(target, place) ?? FromReport(place) ?? otherwise).Trim();
        return found.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(found)));
    }

    private string? FromFile(string target, JsonElement place)
    {
        if (TrivyFindings.Line(place, "StartLine") is not { } first || Lines(target) is not { } lines || first > lines.Length)
        {
            return null;
        }

        var last = Math.Clamp(TrivyFindings.Line(place, "EndLine") ?? first, first, lines.Length);
        return Joined(lines[(first - 1)..last]);
    }

    private static string? FromReport(JsonElement place)
    {
        var lines = TrivyFindings.Child(place, "Code") is { } code
            ? TrivyFindings.List(code, "Lines").Where(line => line.TryGetProperty("IsCause", out var cause) && cause.ValueKind == JsonValueKind.True)
                .Select(line => TrivyFindings.Text(line, "Content") ?? "").ToList()
            : [];
        return lines.Count > 0 ? Joined(lines) : null;
    }

    private static string Joined(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim()));

    private string[]? Lines(string target)
    {
        if (root is null || System.IO.Path.IsPathRooted(target) || target.Split('/', '\\').Contains(".."))
        {
            return null;
        }

        if (!_files.TryGetValue(target, out var lines))
        {
            try
            {
                lines = ForeignFile.Read(System.IO.Path.Combine(root, target), MostBytes).Split('\n');
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                // An archive, or gone since: the report's own words do.
            }

            _files[target] = lines;
        }

        return lines;
    }
}

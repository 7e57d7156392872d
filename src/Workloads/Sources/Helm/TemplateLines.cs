using System.Text.RegularExpressions;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources.Helm;

/// <summary>
/// The lines of a template that the lines of what was rendered from it come from. A line is found where the text around its actions fits; where several
/// fit, it is the next one in the order of the template, which a loop begins again.
/// </summary>
internal sealed partial class TemplateLines
{
    private readonly int[] _lines;

    private TemplateLines(int[] lines) => _lines = lines;

    /// <summary>Of a template; all are its first line where it cannot be read, as inside of an archive.</summary>
    /// <param name="template">Its file.</param>
    /// <param name="rendered">What helm made of it.</param>
    public static TemplateLines Of(string template, string rendered)
    {
        var (patterns, at) = (File.Exists(template) ? File.ReadLines(template).Select(Pattern).ToList() : [], 0);
        return new TemplateLines([.. rendered.Split('\n').Select(line => at = Find(patterns, line.TrimEnd('\r'), at))]);
    }

    /// <summary>The origin of a document in the template.</summary>
    public Origin Place(Origin rendered) => new(rendered.File, Of(rendered.Line), rendered.Document)
    {
        Lines = rendered.Lines.ToDictionary(entry => entry.Key, entry => Of(entry.Value)),
    };

    private int Of(int line) => Math.Max(1, line <= _lines.Length ? _lines[line - 1] : 1);

    private static int Find(List<Regex?> patterns, string line, int after)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return after;
        }

        var hits = patterns.Index().Where(entry => entry.Item?.IsMatch(line) == true).Select(entry => entry.Index + 1).ToList();
        return hits.Count == 0 ? after : hits.FirstOrDefault(hit => hit > after, hits[0]);
    }

    /// <summary>What a line of the template may become; null where it has no text of its own.</summary>
    private static Regex? Pattern(string line)
    {
        var texts = Action().Split(line.Trim());
        return texts.All(text => text.Trim().Length == 0 || text.Trim() is "-" or "\"\"") || texts[0].StartsWith('#') ? null
            : new Regex($@"^\s*{string.Join(".*", texts.Select(Regex.Escape))}\s*$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex(@"\{\{.*?\}\}")]
    private static partial Regex Action();
}

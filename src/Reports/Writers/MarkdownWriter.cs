namespace Gauntlet.Reports;

/// <summary>The report as a GitHub comment.</summary>
public static class MarkdownReport
{
    /// <summary>Characters of a GitHub comment, less room for a marker that a host puts before it.</summary>
    public const int MostCharacters = 65_536 - 1_024;

    /// <summary>
    /// Renders the report. What does not fit is cut in whole rows and sections, the least important first, and said so; the verdict and the
    /// table of figures always stay.
    /// </summary>
    public static string Render(ReportModel model, int maxCharacters = MostCharacters)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCharacters, 8_192);
        var sections = MarkdownSections.All(model);
        var chosen = new int[sections.Count];
        while (Length(sections, chosen) > maxCharacters)
        {
            // The least important section that can still get shorter.
            var next = Enumerable.Range(0, sections.Count).Where(i => chosen[i] < sections[i].Variants.Count - 1).OrderByDescending(i => sections[i].Importance).First();
            chosen[next]++;
        }

        return string.Join('\n', sections.Select((s, i) => s.Variants[chosen[i]]).Where(v => v.Length > 0));
    }

    private static int Length(IReadOnlyList<MarkdownSection> sections, int[] chosen) => sections.Select((s, i) => s.Variants[chosen[i]].Length + 1).Sum();
}

/// <summary>A section in its variants, the longest first.</summary>
/// <param name="Importance">1 is cut last.</param>
/// <param name="Variants">Complete pieces of Markdown; an empty one leaves the section out.</param>
internal sealed record MarkdownSection(int Importance, IReadOnlyList<string> Variants);

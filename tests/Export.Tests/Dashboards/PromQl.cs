using System.Text.RegularExpressions;

namespace Gauntlet.Export.Tests.Dashboards;

/// <summary>As much of PromQL as it takes to tell which metrics an expression names, and which labels it asks of each.</summary>
internal static partial class PromQl
{
    private static readonly string[] Grouping = ["by", "without", "on", "ignoring", "group_left", "group_right"];
    private static readonly string[] Words = ["and", "or", "unless", "bool", "offset", .. Grouping];

    /// <summary>Metrics with the labels of their selectors; labels that results are grouped by are of all metrics of the expression.</summary>
    public static (IReadOnlyList<(string Metric, IReadOnlyList<string> Labels)> Selectors, IReadOnlyList<string> Grouped) Read(string expression)
    {
        var tokens = Token().Matches(expression).Select(match => match.Value).ToList();
        var (selectors, grouped) = (new List<(string, IReadOnlyList<string>)>(), new List<string>());
        for (var i = 0; i < tokens.Count; i++)
        {
            if (Grouping.Contains(tokens[i]))
            {
                grouped.AddRange(Names(tokens, ref i, "(", ")"));
            }
            else if (Name().IsMatch(tokens[i]) && !Words.Contains(tokens[i]) && tokens.ElementAtOrDefault(i + 1) is not ("(" or "by" or "without"))
            {
                var metric = tokens[i];
                selectors.Add((metric, tokens.ElementAtOrDefault(i + 1) == "{" ? Names(tokens, ref i, "{", "}") : []));
            }
        }

        return (selectors, grouped);
    }

    /// <summary>The names between the brackets that follow; leaves the position at the closing one.</summary>
    private static List<string> Names(List<string> tokens, ref int i, string open, string close)
    {
        Assert.That(tokens[++i], Is.EqualTo(open));
        var end = tokens.IndexOf(close, i);
        var names = tokens[(i + 1)..end].Where(token => Name().IsMatch(token)).ToList();
        i = end;
        return names;
    }

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9.]+[a-z]*|=~|!~|!=|>=|<=|==|\S
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex Name();
}

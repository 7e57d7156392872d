using System.Text.Json.Nodes;

namespace Gauntlet.EmbeddedCluster.Storage;

/// <summary>Label selectors, both as a query string (<c>app=foo,tier in (a,b),!x</c>) and as an object (matchLabels, matchExpressions).</summary>
internal sealed class LabelSelector
{
    private readonly List<Func<IReadOnlyDictionary<string, string>, bool>> _tests = [];

    public bool Matches(JsonObject item) => Matches(item.Labels());

    public bool Matches(IReadOnlyDictionary<string, string> labels) => _tests.TrueForAll(test => test(labels));

    /// <summary>An absent selector matches nothing and an empty one everything, as in the workloads API.</summary>
    public static LabelSelector FromObject(JsonObject? selector)
    {
        var result = new LabelSelector();
        if (selector is null)
        {
            result._tests.Add(_ => false);
            return result;
        }

        foreach (var (key, value) in selector.Map("matchLabels"))
        {
            result.Add(key, "In", [value]);
        }

        foreach (var expression in selector.Objects("matchExpressions"))
        {
            result.Add(expression.Text("key") ?? "", expression.Text("operator") ?? "", [.. expression.Texts("values")]);
        }

        return result;
    }

    public static LabelSelector FromMap(IReadOnlyDictionary<string, string> labels)
    {
        var result = new LabelSelector();
        foreach (var (key, value) in labels)
        {
            result.Add(key, "In", [value]);
        }

        return result;
    }

    /// <summary>Parses a query. Throws <c>BadRequest</c> when it is not a selector.</summary>
    public static LabelSelector Parse(string? query)
    {
        var result = new LabelSelector();
        foreach (var term in Terms(query ?? ""))
        {
            result.AddTerm(term);
        }

        return result;
    }

    private void AddTerm(string term)
    {
        var words = term.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length >= 2 && words[1].StartsWith("in", StringComparison.Ordinal) && term.Contains('('))
        {
            Add(words[0], "In", Values(term));
        }
        else if (words.Length >= 2 && words[1].StartsWith("notin", StringComparison.Ordinal) && term.Contains('('))
        {
            Add(words[0], "NotIn", Values(term));
        }
        else if (term.StartsWith('!'))
        {
            Add(term[1..].Trim(), "DoesNotExist", []);
        }
        else if (term.Split("!=") is [var unequal, var other])
        {
            Add(unequal.Trim(), "NotIn", [other.Trim()]);
        }
        else if (term.Split(["==", "="], StringSplitOptions.None) is [var equal, var value])
        {
            Add(equal.Trim(), "In", [value.Trim()]);
        }
        else if (words.Length == 1 && !term.Contains('='))
        {
            Add(term, "Exists", []);
        }
        else
        {
            throw StatusException.BadRequest($"unable to parse requirement: {term}");
        }
    }

    private void Add(string key, string comparison, IReadOnlyList<string> values) => _tests.Add(comparison switch
    {
        "In" => labels => labels.TryGetValue(key, out var value) && values.Contains(value),
        "NotIn" => labels => !labels.TryGetValue(key, out var value) || !values.Contains(value),
        "Exists" => labels => labels.ContainsKey(key),
        "DoesNotExist" => labels => !labels.ContainsKey(key),
        _ => throw StatusException.BadRequest($"\"{comparison}\" is not a valid label selector operator"),
    });

    private static string[] Values(string term)
    {
        var open = term.IndexOf('(', StringComparison.Ordinal);
        var close = term.IndexOf(')', StringComparison.Ordinal);
        return close > open
            ? term[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries)
            : throw StatusException.BadRequest($"unable to parse requirement: {term}");
    }

    /// <summary>Splits at the commas that are not inside parentheses.</summary>
    private static IEnumerable<string> Terms(string query)
    {
        var (start, depth) = (0, 0);
        for (var index = 0; index <= query.Length; index++)
        {
            if (index == query.Length || (query[index] == ',' && depth == 0))
            {
                var term = query[start..index].Trim();
                if (term.Length > 0)
                {
                    yield return term;
                }

                start = index + 1;
            }
            else if (query[index] is '(' or ')')
            {
                depth += query[index] == '(' ? 1 : -1;
            }
        }
    }
}

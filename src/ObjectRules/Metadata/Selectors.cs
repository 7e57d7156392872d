using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Metadata;

/// <summary>Label selectors of matchLabels and matchExpressions: their rules, and what they match.</summary>
internal static class Selectors
{
    public static void Check(Field selector)
    {
        LabelRules.Labels(selector["matchLabels"]);
        foreach (var expression in selector["matchExpressions"].Items)
        {
            Expression(expression);
        }
    }

    public static bool IsEmpty(Field selector) => selector["matchLabels"].Count + selector["matchExpressions"].Count == 0;

    /// <summary>Whether a selector can be evaluated at all; one that cannot has problems of its own.</summary>
    public static bool IsUsable(Field selector)
    {
        List<ObjectProblem> problems = [];
        Check(new Field(selector.Node, selector.Path, problems));
        return problems.Count == 0;
    }

    /// <summary>An absent selector matches nothing, an empty one everything.</summary>
    public static bool Matches(Field selector, Field labels) =>
        selector.Exists
        && MatchesMap(selector["matchLabels"], labels)
        && selector["matchExpressions"].Items.All(expression => Matches(expression, labels[expression["key"].Text ?? ""].Text));

    /// <summary>A selector that is a plain map of labels, as a Service has.</summary>
    public static bool MatchesMap(Field map, Field labels) => map.Entries.All(entry => entry.Value.Text is not { } value || labels[entry.Key].Text == value);

    private static bool Matches(Field expression, string? label) => expression["operator"].Text switch
    {
        "In" => label is not null && Values(expression).Contains(label),
        "NotIn" => label is null || !Values(expression).Contains(label),
        "Exists" => label is not null,
        "DoesNotExist" => label is null,
        _ => false,
    };

    private static IEnumerable<string> Values(Field expression) => expression["values"].Items.Select(value => value.Text).OfType<string>();

    private static void Expression(Field expression)
    {
        var (key, way, values) = (expression["key"], expression["operator"], expression["values"]);
        switch (way.TextOrEmpty)
        {
            case null:
                break;
            case "In" or "NotIn" when values.Count == 0:
                values.Required("must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case "Exists" or "DoesNotExist" when values.Count > 0:
                values.Forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case "In" or "NotIn" or "Exists" or "DoesNotExist":
                break;
            case { } other:
                way.Invalid(other, "not a valid selector operator");
                break;
        }

        if (key.TextOrEmpty is { } name)
        {
            key.Invalid(name, NameForms.QualifiedName(name));
        }

        foreach (var value in values.Items)
        {
            if (value.Text is { } text)
            {
                value.Invalid(text, NameForms.LabelValue(text));
            }
        }
    }
}

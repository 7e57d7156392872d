using System.Globalization;
using System.Text.RegularExpressions;

namespace Gauntlet.ObjectRules.Forms;

/// <summary>Resource quantities: <c>100m</c>, <c>90Mi</c>, <c>2</c>, <c>1e3</c>.</summary>
public static partial class Quantity
{
    /// <summary>What an API server says of a text that is none.</summary>
    public const string Rule = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private static readonly Dictionary<string, decimal> Factors = new()
    {
        ["n"] = 1e-9m,
        ["u"] = 1e-6m,
        ["m"] = 1e-3m,
        [""] = 1,
        ["k"] = 1e3m,
        ["M"] = 1e6m,
        ["G"] = 1e9m,
        ["T"] = 1e12m,
        ["P"] = 1e15m,
        ["E"] = 1e18m,
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
        ["Pi"] = 1L << 50,
        ["Ei"] = 1L << 60,
    };

    /// <summary>The value; null for what is no quantity. What is larger than any machine reads as the largest.</summary>
    internal static decimal? Parse(Field field) => Parse(field.Text ?? (field.Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : null));

    /// <summary>A quantity as text, however it is written.</summary>
    internal static string Shown(Field field) => field.Text ?? field.Node?.ToJsonString() ?? "";

    /// <summary>The value; null for what is absent or no quantity.</summary>
    public static decimal? Parse(string? text)
    {
        if (text is null || Form().Match(text) is not { Success: true } match)
        {
            return null;
        }

        if (!decimal.TryParse(match.Groups["number"].Value + match.Groups["exponent"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return text.StartsWith('-') ? decimal.MinValue : decimal.MaxValue;
        }

        var factor = Factors[match.Groups["suffix"].Value];
        return Math.Abs(number) > decimal.MaxValue / Math.Max(factor, 1) ? Math.Sign(number) * decimal.MaxValue : number * factor;
    }

    [GeneratedRegex(@"\A(?<number>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?:(?<exponent>[eE][+-]?[0-9]+)|(?<suffix>n|u|m|k|Ki|Mi?|Gi?|Ti?|Pi?|Ei?)?)\z")]
    private static partial Regex Form();
}

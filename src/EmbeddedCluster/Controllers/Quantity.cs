using System.Globalization;
using System.Text.RegularExpressions;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Resource quantities: <c>100m</c>, <c>90Mi</c>, <c>2</c>.</summary>
internal static partial class Quantity
{
    /// <summary>What an API server names when a quantity is none.</summary>
    public const string Form = "^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$";

    private static readonly (string Suffix, decimal Factor)[] Suffixes =
    [
        ("Ki", 1L << 10), ("Mi", 1L << 20), ("Gi", 1L << 30), ("Ti", 1L << 40), ("Pi", 1L << 50), ("Ei", 1L << 60),
        ("n", 1e-9m), ("u", 1e-6m), ("m", 1e-3m), ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m), ("P", 1e15m), ("E", 1e18m),
    ];

    public static bool IsOne(string text) => Rule().IsMatch(text) && TryParse(text, out _);

    /// <summary>What is absent or no quantity counts as nothing.</summary>
    public static decimal Parse(string? text) => text is not null && TryParse(text, out var number) ? number : 0;

    private static bool TryParse(string text, out decimal number)
    {
        var (suffix, factor) = Suffixes.FirstOrDefault(entry => text.EndsWith(entry.Suffix, StringComparison.Ordinal), (Suffix: "", Factor: 1m));
        var parsed = decimal.TryParse(text[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out number) && Math.Abs(number) <= long.MaxValue / Math.Max(factor, 1);
        number = parsed ? number * factor : 0;
        return parsed;
    }

    [GeneratedRegex(Form)]
    private static partial Regex Rule();
}

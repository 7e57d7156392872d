using System.Globalization;

namespace Gauntlet.ObjectRules.Forms;

/// <summary>Fields that hold a number or a text: ports, and amounts that may be percentages.</summary>
internal static class Amounts
{
    /// <summary>A port by number or by name; 0 where nothing is written.</summary>
    public static void Port(Field port)
    {
        if (port.Text is { } name)
        {
            port.Invalid(name, NameForms.PortName(name));
        }
        else if (port.Exists)
        {
            port.Between(1, 65_535);
        }
        else
        {
            port.Invalid(0, "must be between 1 and 65535, inclusive");
        }
    }

    /// <summary>A number of pods or a percentage of them, none of them negative.</summary>
    public static void NumberOrPercent(Field amount, bool atMostAll)
    {
        if (amount.Text is { } text && Percent(amount) is null)
        {
            amount.Invalid(text,
                "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')");
        }

        amount.NotNegative();
        if (atMostAll && Percent(amount) > 100)
        {
            amount.Invalid("must not be greater than 100%");
        }
    }

    /// <summary>The number, or the number before the percent sign; null where neither is written.</summary>
    public static long? Value(Field amount) => amount.Number ?? Percent(amount);

    private static long? Percent(Field amount) =>
        amount.Text is { Length: > 1 } text && text[^1] == '%' && text[..^1].All(char.IsAsciiDigit)
            ? long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue
            : null;
}

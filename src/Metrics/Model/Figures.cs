using System.Globalization;

namespace Gauntlet.Metrics.Model;

/// <summary>Figures as people read them: the same in every report.</summary>
public static class Figures
{
    private const int MostDigits = 24;

    /// <summary>A share above this is read as a multiple.</summary>
    private const double MostShare = 10;

    /// <summary>"0.123 ms", "12.3 ms", "1,234 ms": three significant digits, more where they are whole.</summary>
    public static string Milliseconds(double milliseconds) => Number(milliseconds) + " ms";

    /// <summary>A percentage that never rounds a failure away: 99.99 % of 1,000,000 is not 100 %.</summary>
    public static string Share(double share) => share switch
    {
        0 => "0 %",
        1 => "100 %",
        > 0.9999 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 1_000_000) / 10_000:0.0000} %"),
        < 0.001 and > 0 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(share * 100, 0.0001):0.0000} %"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.00} %"),
    };

    /// <summary>"1,234".</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits, more where they are whole.</summary>
    public static string Number(double number) => Math.Abs(number) switch
    {
        >= 100 => number.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => number.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => number.ToString("0.00", CultureInfo.InvariantCulture),
        _ => number.ToString("0.###", CultureInfo.InvariantCulture),
    };

    /// <summary>"12.3 MiB", "1.50 GiB", "512 B".</summary>
    public static string Bytes(double bytes) => Math.Abs(bytes) switch
    {
        >= 1L << 30 => $"{Number(bytes / (1L << 30))} GiB",
        >= 1L << 20 => $"{Number(bytes / (1L << 20))} MiB",
        >= 1L << 10 => $"{Number(bytes / (1L << 10))} KiB",
        _ => $"{Number(bytes)} B",
    };

    /// <summary>"12.3 s".</summary>
    public static string Seconds(double seconds) => Number(seconds) + " s";

    /// <summary>A figure in its unit.</summary>
    public static string Of(double value, FigureUnit unit) => unit switch
    {
        FigureUnit.Milliseconds => Milliseconds(value),
        FigureUnit.Share => Share(value),
        FigureUnit.PerSecond => $"{value.ToString("#,0.#", CultureInfo.InvariantCulture)}/s",
        FigureUnit.Cores or FigureUnit.Mebibytes or FigureUnit.Seconds => Number(value) + Suffix(unit),
        _ => value.ToString("#,0.###", CultureInfo.InvariantCulture),
    };

    /// <summary>A limit as it was set: all of its digits.</summary>
    public static string Exact(decimal limit, FigureUnit unit) => InUnit(limit, unit, limit.Scale + 2);

    /// <summary>A figure beside its limit, with as many digits as it takes to show on which side of it it is.</summary>
    public static string Against(decimal value, decimal limit, FigureUnit unit)
    {
        var scale = unit == FigureUnit.Share ? 100 : 1;
        var usual = Of((double)value, unit);
        var shown = decimal.Parse(usual[..^Suffix(unit).Length], NumberStyles.Number, CultureInfo.InvariantCulture);
        for (var digits = 0; digits <= MostDigits && Math.Sign(shown - (limit * scale)) != Math.Sign(value - limit); digits++)
        {
            shown = Math.Round(value * scale, digits);
            usual = InUnit(value, unit, digits);
        }

        return usual;
    }

    /// <summary>A margin with its sign, and as a share of the limit.</summary>
    public static string Margin(double margin, double? limit, FigureUnit unit)
    {
        // A share's margin is read as percentage points, where the rounding rules for shares do not apply.
        var size = unit == FigureUnit.Share ? string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(margin) * 100:0.###} pp") : Of(Math.Abs(margin), unit);
        var sign = margin < 0 ? "−" : "+";
        return limit is not { } l || l == 0 ? sign + size : Math.Abs(margin / l) is var share && share < MostShare
            ? string.Create(CultureInfo.InvariantCulture, $"{sign}{size} ({sign}{share * 100:0.#} %)")
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{size} ({share:N0} times the limit)");
    }

    private static string InUnit(decimal value, FigureUnit unit, int digits) =>
        (unit == FigureUnit.Share ? value * 100 : value).ToString("#,0." + new string('#', digits), CultureInfo.InvariantCulture) + Suffix(unit);

    private static string Suffix(FigureUnit unit) => unit switch
    {
        FigureUnit.Milliseconds => " ms",
        FigureUnit.Share => " %",
        FigureUnit.PerSecond => "/s",
        FigureUnit.Cores => " cores",
        FigureUnit.Mebibytes => " MiB",
        FigureUnit.Seconds => " s",
        _ => "",
    };
}

/// <summary>The unit of a figure.</summary>
public enum FigureUnit
{
    /// <summary>A number of requests.</summary>
    Count,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>A proportion, 0..1.</summary>
    Share,

    /// <summary>Requests per second.</summary>
    PerSecond,

    /// <summary>Processor seconds per second.</summary>
    Cores,

    /// <summary>2^20 bytes.</summary>
    Mebibytes,

    /// <summary>Seconds.</summary>
    Seconds,
}

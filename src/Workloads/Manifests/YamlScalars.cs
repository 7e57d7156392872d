using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.Workloads.Manifests;

/// <summary>What a scalar stands for. As kubectl reads it, which is YAML 1.1: yes, no, on and off are booleans, and 0644 is octal.</summary>
internal static partial class YamlScalars
{
    /// <summary>Whether it is empty or a null.</summary>
    public static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Tag.IsEmpty: true, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    /// <exception cref="FormatException">A number that JSON has no form for.</exception>
    public static JsonNode? Read(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        return IsNull(scalar) ? null
            : scalar.Style != ScalarStyle.Plain || (!scalar.Tag.IsEmpty && scalar.Tag.Value is "tag:yaml.org,2002:str" or "!") ? JsonValue.Create(text)
            : Yes().IsMatch(text) ? JsonValue.Create(true)
            : No().IsMatch(text) ? JsonValue.Create(false)
            : Whole(text) is { } whole ? JsonNode.Parse(whole.ToString(CultureInfo.InvariantCulture))
            : Infinite().IsMatch(text) ? throw new FormatException($"{text} is a number that no object can hold")
            : Decimal().IsMatch(text) ? Fraction(text)
            : JsonValue.Create(text);
    }

    private static BigInteger? Whole(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        var sign = digits.StartsWith('-') ? -1 : 1;
        digits = digits.TrimStart('-', '+');
        return !Integer().IsMatch(text) ? null
            : digits.StartsWith("0x", StringComparison.Ordinal) ? sign * Parse(digits[2..], 16)
            : digits.StartsWith("0b", StringComparison.Ordinal) ? sign * Parse(digits[2..], 2)
            : digits.StartsWith("0o", StringComparison.Ordinal) ? sign * Parse(digits[2..], 8)
            : digits is ['0', _, ..] ? digits.AsSpan().ContainsAny('8', '9') ? null : sign * Parse(digits, 8)
            : sign * BigInteger.Parse(digits, CultureInfo.InvariantCulture);
    }

    private static BigInteger Parse(string digits, int radix) =>
        digits.Aggregate(BigInteger.Zero, (number, digit) => (number * radix) + Convert.ToInt32(digit.ToString(), 16));

    private static JsonValue Fraction(string text) => double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number)
        ? JsonValue.Create(number)
        : throw new FormatException($"{text} is a number that no object can hold");

    [GeneratedRegex(@"\A(?:true|True|TRUE|yes|Yes|YES|on|On|ON)\z")]
    private static partial Regex Yes();

    [GeneratedRegex(@"\A(?:false|False|FALSE|no|No|NO|off|Off|OFF)\z")]
    private static partial Regex No();

    [GeneratedRegex(@"\A[-+]?(?:0b[01][01_]*|0x[0-9a-fA-F][0-9a-fA-F_]*|0o[0-7][0-7_]*|[0-9][0-9_]*)\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\A(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex Infinite();
}

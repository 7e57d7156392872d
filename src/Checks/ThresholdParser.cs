using System.Globalization;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks;

/// <summary>
/// Reads <c>[metric[{tag:name}].]aggregate operator number[unit]</c>: k6's expressions (their values as they are, their metrics by name)
/// and this project's metrics.
/// </summary>
internal sealed class ThresholdParser(string text, TagNames? names)
{
    private int _at;

    private static IEnumerable<string> Names => Metric.All.Select(metric => metric.Name).Concat(Metric.All.Select(metric => metric.OfK6).OfType<string>());

    public Threshold Parse()
    {
        SkipBlanks();
        var threshold = ParseLeft() with { Expression = text.Trim() };
        SkipBlanks();
        threshold = threshold with { Comparison = ParseComparison() };
        SkipBlanks();
        threshold = ParseLimit(threshold);
        SkipBlanks();
        return _at == text.Length ? threshold : throw Error(_at, $"unexpected '{text[_at]}' after the limit");
    }

    private Threshold ParseLeft()
    {
        var start = _at;
        var word = Word();
        if (word.Length == 0)
        {
            throw Error(start, "expected a metric or an aggregate, as in 'p(95) < 250ms' or 'errors.rate < 0.1%'");
        }

        if (Metric.Find(word) is not { } metric)
        {
            return ParseBareAggregate(word, start);
        }

        var threshold = new Threshold { Metric = metric, Tags = ParseTags(metric), Figure = metric.Measured is [var first, ..] ? first : null };
        if (metric.Aggregates.Length == 0)
        {
            return threshold with { Aggregate = Aggregate.Value };
        }

        if (Peek() != '.')
        {
            throw Error(_at, $"expected '.' and one of {metric.Aggregates}");
        }

        var at = ++_at;
        var name = Word();
        if (metric.Measured.Count > 0)
        {
            var figure = metric.Measured.FirstOrDefault(figure => figure.Name == name) ?? throw Error(at, $"expected one of {metric.Aggregates}");
            return threshold with { Aggregate = Aggregate.Value, Figure = figure };
        }

        var (aggregate, percentile) = ParseAggregate(metric, name, at);
        return threshold with { Aggregate = aggregate, Percentile = percentile };
    }

    private Threshold ParseBareAggregate(string word, int start)
    {
        if (word is "rate" or "count" or "value")
        {
            throw Error(start, $"'{word}' of what? Write 'errors.{(word == "value" ? "count" : word)}' or 'requests.{(word == "value" ? "count" : word)}'");
        }

        if (word is not ("avg" or "min" or "max" or "med" or "p"))
        {
            throw Error(start, $"unknown metric '{word}'; known are {string.Join(", ", Names)}, and {Metric.Latency.Aggregates} of the latency");
        }

        var (aggregate, percentile) = ParseAggregate(Metric.Latency, word, start);
        return new Threshold { Metric = Metric.Latency, Aggregate = aggregate, Percentile = percentile };
    }

    private (Aggregate Aggregate, decimal? Percentile) ParseAggregate(Metric metric, string word, int start)
    {
        return (word, metric.Time is not null) switch
        {
            ("avg", true) => (Aggregate.Average, null),
            ("min", true) => (Aggregate.Min, null),
            ("max", true) => (Aggregate.Max, null),
            ("med", true) => (Aggregate.Percentile, 50m),
            ("p", true) => (Aggregate.Percentile, ParsePercentile()),
            ("rate", false) when metric.Aggregates.StartsWith(word, StringComparison.Ordinal) => (Aggregate.Rate, null),
            ("count", false) => (Aggregate.Count, null),
            _ => throw Error(start, $"expected one of {metric.Aggregates}"),
        };
    }

    private decimal ParsePercentile()
    {
        Expect('(', "expected '(' and a percentile, as in 'p(95)'");
        SkipBlanks();
        var start = _at;
        var percentile = Number("expected a percentile, as in 'p(95)'");
        if (percentile is <= 0 or >= 100)
        {
            throw Error(start, "a percentile lies between 0 and 100; for the ends write min or max");
        }

        SkipBlanks();
        Expect(')', "expected ')'");
        return percentile;
    }

    private Dictionary<string, string> ParseTags(Metric metric)
    {
        var tags = new Dictionary<string, string>();
        if (Peek() != '{')
        {
            return tags;
        }

        var start = _at++;
        if (metric.Tag is not { } known)
        {
            throw Error(start, $"this metric is not recorded per {Tag.Route}");
        }

        SkipBlanks();
        var tag = _at;
        if (Word() != known)
        {
            throw Error(tag, $"expected '{known}:', the only tag of {metric.Name}");
        }

        SkipBlanks();
        Expect(':', $"expected ':' and a {known}");
        var end = text.IndexOf('}', _at);
        if (end < 0)
        {
            throw Error(text.Length, "expected '}'");
        }

        var (name, at) = (text[_at..end].Trim(), _at + text[_at..end].TakeWhile(char.IsWhiteSpace).Count());
        _at = end + 1;
        if (name.Length == 0)
        {
            throw Error(at, $"expected a {known}");
        }

        tags[known] = names is null || metric.Known(names) is not { } all || all.Contains(name, StringComparer.Ordinal)
            ? name
            : throw Error(at, $"unknown {known} '{name}'; known are {(all.Count == 0 ? "none" : string.Join(", ", all.Take(20)))}");
        return tags;
    }

    private Comparison ParseComparison()
    {
        foreach (var (sign, comparison) in new[]
        {
            ("===", Comparison.Equal), ("==", Comparison.Equal), ("!=", Comparison.NotEqual), ("<=", Comparison.LessOrEqual),
            (">=", Comparison.GreaterOrEqual), ("<", Comparison.Less), (">", Comparison.Greater),
        })
        {
            if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) == 0)
            {
                _at += sign.Length;
                return comparison;
            }
        }

        throw Error(_at, "expected one of < <= > >= == !=");
    }

    private Threshold ParseLimit(Threshold threshold)
    {
        var start = _at;
        var number = Number("expected a number");
        SkipBlanks();
        if (Peek() == '*')
        {
            return ParseOffered(threshold, number);
        }

        var at = _at;
        var unit = Peek() == '%' ? text[_at++..][..1] : Word();
        var limit = (threshold.Unit, unit) switch
        {
            (FigureUnit.Milliseconds, "" or "ms") => number,
            (FigureUnit.Milliseconds, "s") => number * 1000,
            (FigureUnit.Milliseconds, "us" or "µs") => number / 1000,
            (FigureUnit.Seconds, "" or "s") => number,
            (FigureUnit.Seconds, "ms") => number / 1000,
            (FigureUnit.Seconds, "m" or "min") => number * 60,
            (FigureUnit.Cores, "" or "cores") => number,
            (FigureUnit.Cores, "m") => number / 1000,
            (FigureUnit.Mebibytes, "Ki") => number / 1024,
            (FigureUnit.Mebibytes, "Mi") => number,
            (FigureUnit.Mebibytes, "Gi") => number * 1024,
            (FigureUnit.Share, "") => number,
            (FigureUnit.Share, "%") => number / 100,
            (FigureUnit.Count or FigureUnit.PerSecond, "") => number,
            _ => throw Error(at, $"unit '{unit}' does not fit; {UnitsOf(threshold.Unit)}"),
        };
        return threshold.Unit == FigureUnit.Share && limit > 1
            ? throw Error(start, "a rate lies between 0 and 1, or 0% and 100%")
            : threshold with { Limit = limit };
    }

    private Threshold ParseOffered(Threshold threshold, decimal factor)
    {
        var star = _at++;
        SkipBlanks();
        var at = _at;
        if (Word() != "offered")
        {
            throw Error(at, "expected 'offered', the offered rate");
        }

        if (threshold.Unit != FigureUnit.PerSecond || threshold.Route is not null)
        {
            throw Error(star, "only the rate of all routes together compares with the offered rate");
        }

        return threshold with { Limit = factor, OfOffered = true };
    }

    private decimal Number(string problem)
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.'))
        {
            _at++;
        }

        return decimal.TryParse(text[start.._at], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Error(start, problem);
    }

    private string Word()
    {
        var start = _at;
        while (_at < text.Length && (char.IsLetter(text[_at]) || text[_at] == '_'))
        {
            _at++;
        }

        return text[start.._at];
    }

    private static string UnitsOf(FigureUnit unit) => unit switch
    {
        FigureUnit.Milliseconds => "use us, ms or s",
        FigureUnit.Seconds => "use ms, s or m",
        FigureUnit.Cores => "use a number of cores, or m for thousandths of one",
        FigureUnit.Mebibytes => "use Ki, Mi or Gi",
        FigureUnit.Share => "use % or a number between 0 and 1",
        _ => "use a plain number",
    };

    private void Expect(char expected, string problem)
    {
        if (Peek() != expected)
        {
            throw Error(_at, problem);
        }

        _at++;
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private void SkipBlanks()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private ThresholdSyntaxException Error(int position, string problem) => new(text, position, problem);
}

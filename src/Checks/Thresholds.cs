using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks;

/// <summary>Parses thresholds and holds them against a document.</summary>
public static class Thresholds
{
    /// <summary>What applies when no threshold is given: <c>errors.rate &lt; 0.1%</c> and <c>p(95) &lt; 250ms</c>.</summary>
    public static IReadOnlyList<Threshold> Defaults { get; } = [Parse("errors.rate < 0.1%"), Parse("p(95) < 250ms")];

    /// <summary>Parses one expression.</summary>
    /// <param name="expression">For example <c>latency{route:foo}.p(99.9) &lt; 500ms</c> or <c>cpu{workload:foo}.max &lt; 250m</c>.</param>
    /// <param name="names">What its tags may name; null when nothing is known of it yet.</param>
    /// <exception cref="ThresholdSyntaxException">The expression, its metric, unit or tag is not known.</exception>
    public static Threshold Parse(string expression, TagNames? names = null)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return new ThresholdParser(expression, names).Parse();
    }

    /// <summary>Parses a file: one expression a line; blank lines and lines that start with # are skipped.</summary>
    /// <exception cref="ThresholdSyntaxException">As <see cref="Parse"/>; the message starts with file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<Threshold> Load(string path, TagNames? names = null)
    {
        var thresholds = new List<Threshold>();
        foreach (var (number, line) in File.ReadLines(path).Index())
        {
            if (string.IsNullOrWhiteSpace(line) || line.TrimStart().StartsWith('#'))
            {
                continue;
            }

            try
            {
                thresholds.Add(Parse(line, names));
            }
            catch (ThresholdSyntaxException e)
            {
                throw new ThresholdSyntaxException(e.Expression, e.Position, e.Problem, $"{path}, line {number + 1}");
            }
        }

        return thresholds;
    }

    /// <summary>The percentiles that they are about: what a document has to be built with.</summary>
    public static IEnumerable<decimal> Percentiles(IEnumerable<Threshold> thresholds) => thresholds.Select(t => t.Percentile).OfType<decimal>();

    /// <summary>The document with what <see cref="Evaluate"/> finds of it: nobody who reads it evaluates again.</summary>
    public static MetricsDocument Store(MetricsDocument document, IEnumerable<Threshold> thresholds)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document with { Thresholds = Evaluate(document, thresholds) };
    }

    /// <summary>
    /// Holds thresholds against a document. A threshold without samples fails; one with too few is inconclusive, and so is a limit of the
    /// response time that may be broken by nothing but the lateness of a saturated generator.
    /// </summary>
    public static IReadOnlyList<ThresholdResult> Evaluate(MetricsDocument document, IEnumerable<Threshold> thresholds)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(thresholds);
        return [.. thresholds.Select(t => ThresholdEvaluator.Evaluate(document, t))];
    }
}

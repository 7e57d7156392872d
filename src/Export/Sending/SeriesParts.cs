using Gauntlet.Export.Model;

namespace Gauntlet.Export.Sending;

/// <summary>Cuts series into requests of a size that receivers take; the points of each series stay in their order.</summary>
internal static class SeriesParts
{
    /// <summary>Samples of a request at most.</summary>
    public const int MostSamples = 5_000;

    /// <summary>Of one histogram: begin and end of each bucket, of the sum and of the count.</summary>
    private static readonly int OfHistogram = 2 * (ExportedMetrics.Bounds.Count + 3);

    public static IEnumerable<IReadOnlyList<ExportedSeries>> Of(IEnumerable<ExportedSeries> series)
    {
        var (part, samples) = (new List<ExportedSeries>(), 0);
        foreach (var piece in series.SelectMany(Pieces))
        {
            var size = piece.Histogram is null ? piece.Points.Count : OfHistogram;
            if (samples > 0 && samples + size > MostSamples)
            {
                yield return part;
                (part, samples) = ([], 0);
            }

            part.Add(piece);
            samples += size;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private static IEnumerable<ExportedSeries> Pieces(ExportedSeries series) =>
        series.Histogram is null ? series.Points.Chunk(MostSamples).Select(points => series with { Points = points }) : [series];
}

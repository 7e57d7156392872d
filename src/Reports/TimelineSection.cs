using System.Globalization;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports;

/// <summary>What happened beside a load, in the load's seconds.</summary>
public static class TimelineSection
{
    private const int MostRows = 200;
    private const string How = "Seconds from the start of the measured part; an event that the cluster dates by the second stands at the end of that.";

    /// <summary>Its own begin and end.</summary>
    private const int Own = 2;

    /// <summary>A row for each moment; nothing where nothing happened but the load.</summary>
    /// <param name="title">Of the section.</param>
    /// <param name="timeline">The moments, the earliest first.</param>
    public static IEnumerable<Section> Of(string title, IReadOnlyList<Moment> timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        return timeline.Count <= Own ? [] :
        [
            new Section(
                title, Importance.Findings,
                new Table(
                    "moments", [new Column("time (s)", IsFigure: true), "what happened"],
                    [.. timeline.Take(MostRows).Select(moment => (IReadOnlyList<Cell>)
                        [moment.Second.ToString("0.0", CultureInfo.InvariantCulture), moment.What])]),
                new Paragraph(How, IsSmall: true))
            {
                Fold = Fold.InComments,
                Hint = $"{Figures.Count(timeline.Count)} moments",
            },
        ];
    }
}

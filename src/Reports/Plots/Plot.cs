namespace Gauntlet.Reports.Plots;

/// <summary>A plot without a size: the writer decides how it looks.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Draw">Asked only by a writer that draws.</param>
public sealed record Plot(string Title, Func<Drawing> Draw) : Block
{
    /// <summary>The same in characters, for a writer that cannot draw; empty where it is left out there.</summary>
    public IReadOnlyList<string> InText { get; init; } = [];
}

/// <summary>What is drawn.</summary>
/// <param name="X">Horizontal axis.</param>
/// <param name="Y">Vertical axis.</param>
/// <param name="Marks">In order.</param>
public sealed record Drawing(Axis X, Axis Y, params IReadOnlyList<Mark> Marks);

/// <summary>Something drawn in a plot. Its style is the name of a colour of the page.</summary>
public abstract record Mark(string Style, string? Name);

/// <summary>A line; it is broken where a value is missing.</summary>
public sealed record Line(string Style, string? Name, IReadOnlyList<(double X, double? Y)> Points) : Mark(Style, Name);

/// <summary>Upright bars from the horizontal axis.</summary>
public sealed record Bars(string Style, string? Name, IReadOnlyList<(double From, double To, double Height)> Boxes) : Mark(Style, Name);

/// <summary>A stretch of the horizontal axis, over the whole height.</summary>
public sealed record Band(string Style, string? Name, double From, double To) : Mark(Style, Name);

/// <summary>Lying spans with a dot at each end, one a row.</summary>
public sealed record Spans(string Style, string? Name, IReadOnlyList<(double Row, double From, double To)> Rows) : Mark(Style, Name);

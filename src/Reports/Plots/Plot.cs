namespace Gauntlet.Reports.Plots;

/// <summary>A plot without a size: the writer decides how it looks.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="X">Horizontal axis.</param>
/// <param name="Y">Vertical axis.</param>
/// <param name="Marks">What is drawn, in order.</param>
internal sealed record Plot(string Title, Axis X, Axis Y, IReadOnlyList<Mark> Marks);

/// <summary>Something drawn in a plot. Its style is the name of a colour of the page.</summary>
internal abstract record Mark(string Style, string? Name);

/// <summary>A line; it is broken where a value is missing.</summary>
internal sealed record Line(string Style, string? Name, IReadOnlyList<(double X, double? Y)> Points) : Mark(Style, Name);

/// <summary>Upright bars from the horizontal axis.</summary>
internal sealed record Bars(string Style, string? Name, IReadOnlyList<(double From, double To, double Height)> Boxes) : Mark(Style, Name);

/// <summary>Lying spans with a dot at each end, one a row.</summary>
internal sealed record Spans(string Style, string? Name, IReadOnlyList<(double Row, double From, double To)> Rows) : Mark(Style, Name);

using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports;

/// <summary>A part of a report under one title.</summary>
/// <param name="Title">Null where its blocks have titles of their own.</param>
/// <param name="Importance">Its place in the document, and what is cut last.</param>
/// <param name="Blocks">What it shows, in order.</param>
public sealed record Section(string? Title, Importance Importance, params IReadOnlyList<Block> Blocks)
{
    /// <summary>Where the reader has to open it.</summary>
    public Fold Fold { get; init; }

    /// <summary>What is in it, in a few words, for who has not opened it; null where the title says enough.</summary>
    public string? Hint { get; init; }
}

/// <summary>How much a reader misses without a section. Within each, the stages' order holds.</summary>
public enum Importance
{
    /// <summary>What went wrong first.</summary>
    Cause,

    /// <summary>The figures that a run is read for; never shortened.</summary>
    Figures,

    /// <summary>What they were held against.</summary>
    Checks,

    /// <summary>What else a stage has found.</summary>
    Findings,

    /// <summary>What ran.</summary>
    Course,

    /// <summary>What it ran on, how to repeat it, what it printed: left out first where there is no room.</summary>
    Background,
}

/// <summary>Where a section is shown closed.</summary>
public enum Fold
{
    /// <summary>Nowhere.</summary>
    Never,

    /// <summary>Where the report is one text among others.</summary>
    InComments,

    /// <summary>Everywhere.</summary>
    Always,
}

/// <summary>A piece of a section.</summary>
public abstract record Block
{
    /// <summary>Rows or lines that a writer may leave out.</summary>
    internal virtual int Rows => 0;
}

/// <summary>A sentence or a few.</summary>
/// <param name="Text">One line.</param>
/// <param name="IsSmall">For an explanation that stands beside figures.</param>
public sealed record Paragraph(string Text, bool IsSmall = false) : Block;

/// <summary>What was printed elsewhere, or is to be typed, line by line. Where there is no room the last lines stay.</summary>
/// <param name="All">The lines.</param>
/// <param name="Language">For a writer that colours it.</param>
public sealed record Lines(IReadOnlyList<string> All, string Language = "text") : Block
{
    internal override int Rows => All.Count;
}

/// <summary>Files that lie beside the report.</summary>
/// <param name="All">What each is called, and where it is from the report's own folder.</param>
public sealed record FileLinks(IReadOnlyList<(string Name, string Path)> All) : Block;

/// <summary>Rows of cells, the first of which names its row. Where there is no room the first rows stay.</summary>
/// <param name="What">What the rows are, in the plural.</param>
/// <param name="Columns">Their heads; all empty for a table without.</param>
/// <param name="All">The rows, each with a cell for every column.</param>
public sealed record Table(string What, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> All) : Block
{
    /// <summary>What stands small below the cells, where a writer has room for it; null where nothing does.</summary>
    public string? Below { get; init; }

    internal override int Rows => All.Count;

    /// <summary>Names and values.</summary>
    public static Table Of(string what, IEnumerable<(string Name, string Value)> facts) =>
        new(what, ["", ""], [.. facts.Select(fact => (IReadOnlyList<Cell>)[fact.Name, fact.Value])]);
}

/// <summary>A column of a table.</summary>
/// <param name="Head">What is in it.</param>
/// <param name="IsFigure">For numbers, which are read from the right.</param>
public sealed record Column(string Head, bool IsFigure = false)
{
    /// <summary>A column of text.</summary>
    public static implicit operator Column(string head) => new(head);
}

/// <summary>A cell of a table.</summary>
/// <param name="Text">What is in it.</param>
/// <param name="Below">What stands small below it; null where nothing does.</param>
/// <param name="Outcome">That of its whole row; null where it says none.</param>
public readonly record struct Cell(string Text, string? Below = null, CheckOutcome? Outcome = null)
{
    /// <summary>A cell with nothing below it.</summary>
    public static implicit operator Cell(string text) => new(text);
}

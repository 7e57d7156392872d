namespace Gauntlet.Checks;

/// <summary>An expression that cannot be understood. The message is the expression, and below it a caret at the mistake with what was expected.</summary>
public sealed class ThresholdSyntaxException : FormatException
{
    internal ThresholdSyntaxException(string expression, int position, string problem, string? where = null)
        : base($"{(where is null ? "" : where + ":\n")}{expression}\n{new string(' ', position)}^ {problem}")
        => (Expression, Position, Problem) = (expression, position, problem);

    /// <summary>The expression.</summary>
    public string Expression { get; }

    /// <summary>0-based position of the mistake.</summary>
    public int Position { get; }

    /// <summary>What is wrong, and what would be right.</summary>
    public string Problem { get; }
}

namespace Gauntlet.ForeignText;

/// <summary>A language that text from outside is shown in: what it is for there, it does not do.</summary>
public interface ISink
{
    /// <summary>The text as it is shown, whatever it holds.</summary>
    /// <param name="text">From outside.</param>
    /// <param name="most">Characters of it that are shown; the rest is "…".</param>
    static abstract string Inert(string text, int most);

    /// <summary>Characters that are shown where nothing else is said.</summary>
    static abstract int Most { get; }
}

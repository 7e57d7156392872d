using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gauntlet.ForeignText;

/// <summary>
/// Composes text of one language: what is written in the code stands as it is, and whatever is filled in is made inert. A string alone cannot be appended,
/// so none gets in as it is.
/// </summary>
/// <typeparam name="TSink">The language.</typeparam>
public sealed class Composer<TSink>
    where TSink : ISink
{
    private readonly StringBuilder _text = new();

    /// <summary>Appends text with what is filled into it: strings, with <c>:300</c> of so many characters; numbers; and what is composed already.</summary>
    public Composer<TSink> Append([InterpolatedStringHandlerArgument("")] Filling text) => text.Composer;

    /// <summary>Appends what is composed already.</summary>
    public Composer<TSink> Append(Composed<TSink> text)
    {
        _text.Append(text.Text);
        return this;
    }

    /// <summary>Appends pieces with something between them.</summary>
    public Composer<TSink> AppendJoin(Composed<TSink> between, IEnumerable<Composed<TSink>> pieces)
    {
        _text.AppendJoin(between.Text, pieces.Select(piece => piece.Text));
        return this;
    }

    /// <summary>What is composed so far.</summary>
    public Composed<TSink> End() => new(_text.ToString());

    /// <summary>Receives the parts of an interpolated string from the compiler.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Filling
    {
        /// <summary>A filling of a composer.</summary>
        public Filling(int literalLength, int formattedCount, Composer<TSink> composer) => Composer = composer;

        /// <summary>A filling that stands alone.</summary>
        public Filling(int literalLength, int formattedCount)
            : this(literalLength, formattedCount, new Composer<TSink>())
        {
        }

        internal Composer<TSink> Composer { get; }

        /// <summary>Written in the code: as it is.</summary>
        public void AppendLiteral(string literal) => Composer._text.Append(literal);

        /// <summary>From outside: inert.</summary>
        public void AppendFormatted(string? text) => Composer._text.Append(TSink.Inert(text ?? "", TSink.Most));

        /// <summary>From outside: inert, and at most so many characters of it.</summary>
        public void AppendFormatted(string? text, string format) =>
            Composer._text.Append(TSink.Inert(text ?? "", int.Parse(format, NumberStyles.None, CultureInfo.InvariantCulture)));

        /// <summary>Composed already: as it is.</summary>
        public void AppendFormatted(Composed<TSink> text) => Composer._text.Append(text.Text);

        /// <summary>A number.</summary>
        public void AppendFormatted(int number) => Composer._text.Append(number);

        /// <summary>A number, in a form of .NET's.</summary>
        public void AppendFormatted(double number, string? format = null) => Composer._text.Append(number.ToString(format, CultureInfo.InvariantCulture));
    }
}

/// <summary>Text of a language in which everything from outside is inert.</summary>
/// <typeparam name="TSink">The language.</typeparam>
public readonly record struct Composed<TSink>
    where TSink : ISink
{
    private readonly string? _text;

    internal Composed(string text) => _text = text;

    /// <summary>As it is written to a file.</summary>
    public string Text => _text ?? "";

    /// <inheritdoc/>
    public override string ToString() => Text;
}

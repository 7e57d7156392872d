using System.Text.RegularExpressions;

namespace Gauntlet.Workflows.Tests.Replay;

/// <summary>
/// GitHub's expressions, as far as the workflows use them: status and other functions, contexts, text literals, <c>! == != &amp;&amp; ||</c> and
/// parentheses. What it does not know is an error and never a guess.
/// </summary>
/// <param name="call">Answers a function from its name and arguments.</param>
/// <param name="look">Answers a context value such as <c>steps.create.outcome</c>; null for one that is not set.</param>
internal sealed partial class Expression(Func<string, IReadOnlyList<string>, string> call, Func<string, string?> look)
{
    private const string True = "true";
    private const string False = "false";

    private Queue<string> _tokens = new();

    /// <summary>Whether a job or step with this condition runs; one that names no status function asks for success() as well.</summary>
    public bool Holds(string? condition)
    {
        var inner = Unwrap(condition ?? "success()");
        return (StatusPattern().IsMatch(inner) || Truthy(call("success", []))) && Truthy(Evaluate(inner));
    }

    /// <summary>A text with its <c>${{ }}</c> parts replaced by their values.</summary>
    public string Expand(string text) => PartPattern().Replace(text, part => Evaluate(part.Groups["inner"].Value));

    private static string Unwrap(string condition) => PartPattern().Match(condition) is { Success: true } part && part.Length == condition.Trim().Length
        ? part.Groups["inner"].Value
        : condition;

    private string Evaluate(string text)
    {
        _tokens = new Queue<string>(TokenPattern().Matches(text).Select(token => token.Value));
        if (string.Concat(_tokens).Length != text.Count(c => !char.IsWhiteSpace(c)))
        {
            throw new FormatException($"'{text}' holds something that the replay cannot read.");
        }

        var value = Or();
        return _tokens.Count == 0 ? value : throw new FormatException($"'{text}' goes on with '{_tokens.Peek()}'.");
    }

    private string Or()
    {
        var left = And();
        while (Took("||"))
        {
            var right = And();
            left = Truthy(left) ? left : right;
        }

        return left;
    }

    private string And()
    {
        var left = Equality();
        while (Took("&&"))
        {
            var right = Equality();
            left = Truthy(left) ? right : left;
        }

        return left;
    }

    // GitHub compares texts without case.
    private string Equality()
    {
        var left = Unary();
        return Took("==") ? Word(string.Equals(left, Unary(), StringComparison.OrdinalIgnoreCase))
            : Took("!=") ? Word(!string.Equals(left, Unary(), StringComparison.OrdinalIgnoreCase))
            : left;
    }

    private string Unary()
    {
        if (Took("!"))
        {
            return Word(!Truthy(Unary()));
        }

        if (Took("("))
        {
            var value = Or();
            return Took(")") ? value : throw new FormatException("A closing parenthesis is missing.");
        }

        var token = _tokens.Dequeue();
        return token[0] == '\'' ? token[1..^1] : Took("(") ? call(token, Arguments()) : look(token) ?? string.Empty;
    }

    private List<string> Arguments()
    {
        var arguments = new List<string>();
        while (!Took(")"))
        {
            arguments.Add(Or());
            Took(",");
        }

        return arguments;
    }

    private bool Took(string token) => _tokens.TryPeek(out var next) && next == token && _tokens.TryDequeue(out _);

    private static bool Truthy(string value) => value is not ("" or False);

    private static string Word(bool value) => value ? True : False;

    [GeneratedRegex(@"\$\{\{(?<inner>.*?)\}\}", RegexOptions.Singleline)]
    private static partial Regex PartPattern();

    [GeneratedRegex(@"\b(success|failure|always|cancelled)\(\)")]
    private static partial Regex StatusPattern();

    [GeneratedRegex(@"'[^']*'|\|\||&&|==|!=|[!(),]|[A-Za-z_][A-Za-z0-9_.-]*")]
    private static partial Regex TokenPattern();
}

namespace Gauntlet.ForeignText.Tests;

/// <summary>Pieces of text that mean something to one of the languages that text from outside is shown in.</summary>
internal static class HostileCorpus
{
    private static readonly string[] Pieces =
    [
        "@octocat", "@org/team", "#12", "GH-1", "gh-34", "octo/demo#7", "octo/demo@1a2b3c4", "https://evil.example/x",
        "HTTP://EVIL.EXAMPLE", "www.evil.example", "WWW.evil.example", "ftp://evil.example", "mailto:me@evil.example", "me@evil.example",
        "[text](https://evil.example)", "![x](//evil.example/i.png)", "<img src=x onerror=alert(1)>", "<script>alert(1)</script>",
        "</details>", "<!-- gauntlet:report {} -->", "&lt;b&gt;", "&#64;octocat", "<a href='x'>", "# heading", "## x", "===", "---",
        "- item", "* item", "+ item", "1. item", "12) item", "> quote", "    code", "```", "~~~", "`code`", "``", "**bold**", "__bold__",
        "~~gone~~", "| a | b |", "|---|", "\\", "\\@octocat", ":smile:", "$x^2$", "[^1]", "[x]", "[ ]", "[!NOTE]", "{{7*7}}", "${x}",
        "$(id)", "`id`", "::error::pwned", "::set-output name=x::y", "##[error]pwned", "::add-mask::a", "%0A::error::x", "\r::error::pwned",
        "\n::warning::pwned", "\r\n::error::x", "\v::error::x", "\f::notice::x", "\u0085::error::x", "\u2028::error::x", "\u2029",
        "\e[31mred", "\e]0;title\a", "\b\b\b", "\0", "\u007f", "\u009b31m", "\u202Egnp.exe", "\u2066x\u2069", "\u200F", "\uFEFF", "\u200B",
        "\u00AD", "👩‍💻", "🍌", "\ud83c", "\udf4c", "é́́́", "\t", " ", "a", "0", ".", "w", "G", "H", "-", "'; drop table x; --",
        "\" onmouseover=\"x", "]]>", "<![CDATA[", "\uFFFE", "\uFFFF",
    ];

    /// <summary>A text of up to 12 pieces.</summary>
    public static string Next(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 13)).Select(_ => Pieces[random.Next(Pieces.Length)] + (random.Next(3) == 0 ? " " : "")));
}

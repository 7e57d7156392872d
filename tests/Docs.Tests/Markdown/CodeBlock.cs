using Gauntlet.PipelineHarness;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Gauntlet.Docs.Tests.Markdown;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">The word after the fence, such as csharp or sh.</param>
/// <param name="File">The last file that the paragraph before the block names; null where it names none.</param>
/// <param name="Text">What stands between the fences, with line feeds.</param>
/// <param name="Line">Where it starts in the page, from 1.</param>
internal sealed record CodeBlock(string Language, string? File, string Text, int Line)
{
    /// <summary>The blocks of a page of the checkout, in order.</summary>
    public static IReadOnlyList<CodeBlock> Read(string page) =>
        [.. Markdig.Markdown.Parse(System.IO.File.ReadAllText(Path.Combine(Checkout.Root, page))).Descendants<FencedCodeBlock>().Select(Of)];

    private static CodeBlock Of(FencedCodeBlock block)
    {
        var before = block.Parent![Math.Max(0, block.Parent.IndexOf(block) - 1)] as ParagraphBlock;
        var file = before?.Inline?.Descendants<CodeInline>().Select(code => code.Content)
            .LastOrDefault(code => code.Contains('/', StringComparison.Ordinal) && Path.HasExtension(code));
        return new CodeBlock(
            block.Info ?? "", file, string.Concat(block.Lines.Lines.Take(block.Lines.Count).Select(line => line.ToString() + "\n")), block.Line + 1);
    }
}

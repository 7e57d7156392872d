using System.Text.RegularExpressions;
using Gauntlet.Docs.Tests.Markdown;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Docs.Tests.WalkThroughs;

/// <summary>
/// Does on a copy of the project what a page says: a <c>diff</c> block changes the file that the text before it names, an <c>sh</c> block is run and has to
/// succeed, a <c>text</c> block is what the last command printed in its lines (durations apart), and any other block is the whole of a new file.
/// </summary>
internal static partial class WalkThrough
{
    /// <summary>Performs a page, or its blocks that are wanted; answers the files that it changed by hand, and those that it made.</summary>
    public static async Task<(IReadOnlySet<string> Changed, IReadOnlySet<string> Made)> PerformAsync(
        string page, ProjectCopy copy, IReadOnlyDictionary<string, string?> environment, Func<CodeBlock, bool>? isWanted = null)
    {
        var (changed, made) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        var output = "";
        foreach (var block in CodeBlock.Read(page).Where(isWanted ?? (_ => true)))
        {
            var where = $"{page}:{block.Line}";
            switch (block.Language)
            {
                case "diff":
                    var (before, after) = Sides(block.Text);
                    copy.Replace(Named(block, where), before, after);
                    changed.Add(Named(block, where));
                    break;
                case "sh":
                    var result = await copy.ShellAsync(block.Text, environment);
                    Assert.That(result.ExitCode, Is.Zero, $"{where}: {result}");
                    output = Comparable(result.Output);
                    break;
                case "text":
                    foreach (var line in Comparable(block.Text).Split('\n'))
                    {
                        Assert.That(output, Does.Contain(line), where);
                    }

                    break;
                default:
                    var file = copy.PathOf(Named(block, where));
                    Assert.That(File.Exists(file), Is.False, $"{where}: {file} is there already");
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                    await File.WriteAllTextAsync(file, block.Text);
                    made.Add(Named(block, where));
                    break;
            }
        }

        return (changed, made);
    }

    private static string Named(CodeBlock block, string where) =>
        block.File ?? throw new InvalidOperationException($"{where}: the text before the block names no file.");

    /// <summary>The text before and after a change.</summary>
    private static (string Before, string After) Sides(string diff)
    {
        var lines = diff.TrimEnd('\n').Split('\n').Select(line => (Mark: line.FirstOrDefault(' '), Text: line.Length > 1 ? line[1..] : "")).ToList();
        return (Join(lines.Where(line => line.Mark != '+')), Join(lines.Where(line => line.Mark != '-')));

        static string Join(IEnumerable<(char Mark, string Text)> side) => string.Concat(side.Select(line => line.Text + "\n"));
    }

    /// <summary>Lines with single spaces, and without how long things took.</summary>
    private static string Comparable(string text) => Spaces().Replace(Times().Replace(text.TrimEnd(), "<time>"), " ");

    [GeneratedRegex(@"\b\d+(\.\d+)?(ms|s|m\d\ds)\b")]
    private static partial Regex Times();

    [GeneratedRegex("[ \t]+")]
    private static partial Regex Spaces();
}

using Gauntlet.PipelineHarness;

namespace Gauntlet.Docs.Tests.Generated;

/// <summary>
/// Text in the repository that is made from the code. <c>UPDATE_DOCS=1</c> in the environment writes it where it is stale, and the test then passes.
/// </summary>
internal static class GeneratedText
{
    private static bool Update => Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1";

    /// <summary>Asserts that a whole file is as generated.</summary>
    public static void AssertFile(string file, string expected) => Assert(file, File.Exists(PathOf(file)) ? File.ReadAllText(PathOf(file)) : "", expected);

    /// <summary>Asserts that the part of a page between its markers "name: begin" and "name: end" is as generated.</summary>
    public static void AssertSection(string file, string name, string expected)
    {
        var text = File.ReadAllText(PathOf(file));
        var (begin, end) = ($"<!-- {name}: begin -->\n", $"<!-- {name}: end -->\n");
        var start = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var stop = text.IndexOf(end, StringComparison.Ordinal);
        NUnit.Framework.Assert.That(start >= begin.Length && stop >= start, Is.True, $"{file} lacks the markers of '{name}'");
        Assert(file, text, $"{text[..start]}\n{expected}\n{text[stop..]}");
    }

    private static string PathOf(string file) => Path.Combine(Checkout.Root, file);

    private static void Assert(string file, string actual, string expected)
    {
        if (Update && actual != expected)
        {
            File.WriteAllText(PathOf(file), expected);
            return;
        }

        NUnit.Framework.Assert.That(
            actual, Is.EqualTo(expected),
            $"{file} is stale; UPDATE_DOCS=1 dotnet test tests/Docs.Tests --filter Generated writes it anew.");
    }
}

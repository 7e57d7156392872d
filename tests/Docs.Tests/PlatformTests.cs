using System.Text.RegularExpressions;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Docs.Tests;

/// <summary>What docs/platforms.md says of the tests: one that starts a shell, or sends a signal, says by its mark where it can.</summary>
[TestFixture]
internal sealed partial class PlatformTests
{
    /// <summary>Their members that start one are among the words of <see cref="Start"/>.</summary>
    private const string Harness = "tests/PipelineHarness/";

    [Test]
    public void Tests_ThatStartAShell_AreMarked()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/'), Text: File.ReadAllText(file)))
            .Where(file => !Built().IsMatch(file.Name) && !file.Name.StartsWith(Harness, StringComparison.Ordinal)).ToList();
        var starters = files.Where(file => !TestMark().IsMatch(file.Text) && Start().IsMatch(file.Text)).SelectMany(file => Types(file.Text)).ToList();
        var start = new Regex($@"{Start()}|\b({string.Join('|', starters)})\b");
        var marked = files.SelectMany(file => MarkedType().Matches(file.Text)).Select(type => type.Groups["name"].Value).ToHashSet();
        var projects = files.Where(file => file.Text.Contains("[assembly: Platform(", StringComparison.Ordinal)).Select(file => Project(file.Name)).ToHashSet();

        var open = from file in files
                   where TestMark().IsMatch(file.Text) && !projects.Contains(Project(file.Name)) && !Types(file.Text).Any(marked.Contains)
                   from member in file.Text.Split("\n    }\n")
                   where start.IsMatch(member) && !member.Contains("[Platform(", StringComparison.Ordinal)
                   select $"{file.Name}: {start.Match(member).Value}";

        Assert.That(starters, Is.Not.Empty);
        Assert.That(marked, Has.Some.EqualTo(nameof(ReadmeTests)));
        Assert.That(open, Is.Empty, "[Platform] says where a test can run that starts a shell");
    }

    private static IEnumerable<string> Types(string text) => Type().Matches(text).Select(type => type.Groups["name"].Value);

    private static string Project(string file) => file.Split('/')[1];

    [GeneratedRegex(@"""bash""|""/bin/(ba)?sh""|""sh"", ""-c""|#!/bin/|""kill""|(AddTool|AddHelm|AddTrivy\w*|ShellAsync|StartShell|SignalAsync)\(")]
    private static partial Regex Start();

    [GeneratedRegex(@"\[(Test|TestCase|TestCaseSource)[\](]")]
    private static partial Regex TestMark();

    [GeneratedRegex(@"^(public |internal )[\w ]*(class|record) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex(@"^\[Platform\([^\n]*\n(\[[^\n]*\n)*(public |internal )[\w ]*class (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex MarkedType();

    [GeneratedRegex("/(bin|obj)/")]
    private static partial Regex Built();
}

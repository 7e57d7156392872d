using Gauntlet.Build.Stages.Test;

namespace Gauntlet.Build.Tests.Stages.Test;

[TestFixture]
public sealed class CommandWordsTests
{
    [TestCase("npm test", new[] { "npm", "test" })]
    [TestCase("  a\t b ", new[] { "a", "b" })]
    [TestCase("dotnet test 'My Shop.slnx' --filter \"Name != 'slow'\"", new[] { "dotnet", "test", "My Shop.slnx", "--filter", "Name != 'slow'" })]
    [TestCase("a '' b", new[] { "a", "", "b" })]
    [TestCase("a--x='y z'", new[] { "a--x=y z" })]
    [TestCase(@"a\ b $HOME *", new[] { @"a\", "b", "$HOME", "*" })]
    public void Split_Line_PartsAtBlanksOutsideOfQuotesAndExpandsNothing(string line, string[] words) =>
        Assert.That(CommandWords.Split(line), Is.EqualTo(words));

    [TestCase("npm test", null)]
    [TestCase("npm 'test", "cannot be read: the quote ' is not closed")]
    [TestCase(" ", "names no command, such as 'npm test'")]
    [TestCase("'' b", "names no command, such as 'npm test'")]
    public void Problem_Line_SaysWhatIsWrong(string line, string? problem) => Assert.That(CommandWords.Problem(line), Is.EqualTo(problem));
}

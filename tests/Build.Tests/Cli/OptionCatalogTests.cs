using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Terminal;

namespace Gauntlet.Build.Tests.Cli;

[TestFixture]
public sealed class OptionCatalogTests
{
    private static IEnumerable<Option> Options => OptionCatalog.All;

    [Test]
    public void All_Names_AreUnique() => Assert.That(Options.Select(option => option.Name), Is.Unique);

    [TestCaseSource(nameof(Options))]
    public void All_EachOption_IsDescribedAndAcceptsItsOwnDefault(Option option)
    {
        Assert.That(option.Help, Is.Not.Empty);
        Assert.That(option.Default is null ? null : option.Problem(option.Default), Is.Null);
        Assert.That(HostOptions.Find("--" + option.Name), Is.Null, "Frosting has an option of that name");
    }

    [TestCaseSource(nameof(Options))]
    public void Render_EachOption_StandsInTheHelpWithItsDefaultAndUnit(Option option)
    {
        var help = HelpText.Render(100);

        Assert.That(help, Does.Contain("--" + option.Name));
        Assert.That(option.Unit is null ? "" : help, Does.Contain(option.Unit ?? ""));
        Assert.That(help.Split('\n').Select(line => line.Length), Has.All.LessThanOrEqualTo(120));
    }

    [TestCase(0, 40)]
    [TestCase(40, 40)]
    [TestCase(60, 60)]
    [TestCase(80, 80)]
    [TestCase(300, 120)]
    public void Render_AnyWidth_KeepsWordsWholeAndLinesWithin(int width, int longest)
    {
        var lines = HelpText.Render(width).Split('\n', StringSplitOptions.TrimEntries);

        Assert.That(lines, Has.Some.EqualTo("USAGE:").And.Some.EqualTo("./build.sh [OPTIONS]").Or.Some.EqualTo("./build.ps1 [OPTIONS]"));
        Assert.That(HelpText.Render(width).Split('\n').Where(line => line.Length > longest && !line.Contains('<')), Is.Empty);
        Assert.That(lines.Where(line => line.Length == 1), Is.Empty);
    }

    [Test]
    public void Render_EachTarget_StandsInTheHelpWithWhatItDoes()
    {
        var lines = HelpText.Render(120).Split('\n', StringSplitOptions.TrimEntries);

        bool IsIn(StageInfo stage) => lines.Any(line =>
            line.StartsWith(stage.Name + " ", StringComparison.Ordinal) && line.Contains(stage.Description[..20], StringComparison.Ordinal));
        Assert.That(StageCatalog.Host.Stages.Where(stage => !IsIn(stage)), Is.Empty);
    }

    [Test]
    public void Render_EachOptionOfTheHost_StandsInTheHelp() =>
        Assert.That(HostOptions.All.Where(option => !HelpText.Render(80).Contains(option.Name, StringComparison.Ordinal)), Is.Empty);
}

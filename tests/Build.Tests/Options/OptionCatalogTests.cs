using Gauntlet.Build.Options;

namespace Gauntlet.Build.Tests.Options;

[TestFixture]
public sealed class OptionCatalogTests
{
    private static IEnumerable<OptionDefinition> Options => OptionCatalog.All;

    [Test]
    public void All_Names_AreUnique() => Assert.That(Options.Select(option => option.Name), Is.Unique);

    [TestCaseSource(nameof(Options))]
    public void All_EachOption_IsDescribedAndAcceptsItsOwnDefault(OptionDefinition option)
    {
        Assert.That(option.Help, Is.Not.Empty);
        Assert.That(option.Default is null ? null : option.Problem(option.Default), Is.Null);
        Assert.That(HostOptions.Find("--" + option.Name), Is.Null, "Frosting has an option of that name");
    }

    [TestCaseSource(nameof(Options))]
    public void Render_EachOption_StandsInTheHelpWithItsDefaultAndUnit(OptionDefinition option)
    {
        var help = HelpText.Render(100);

        Assert.That(help, Does.Contain("--" + option.Name));
        Assert.That(option.Unit is null ? "" : help, Does.Contain(option.Unit ?? ""));
        Assert.That(help.Split('\n').Select(line => line.Length), Has.All.LessThanOrEqualTo(120));
    }
}

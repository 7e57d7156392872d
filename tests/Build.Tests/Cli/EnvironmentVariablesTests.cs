using System.Text.RegularExpressions;
using Gauntlet.Build.Cli;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Cli;

[TestFixture]
public sealed partial class EnvironmentVariablesTests
{
    private static readonly string[] Folders = ["src", "tests", "benchmarks", ".ci", ".github"];

    [TestCase("GAUNTLET_RAT", "GAUNTLET_RAT (did you mean 'GAUNTLET_RATE'?)")]
    [TestCase("GAUNTLET_XYZ", "GAUNTLET_XYZ. --help lists the options")]
    [TestCase("GAUNTLET_SOMETHING_ELSE", "GAUNTLET_SOMETHING_ELSE. --help lists the options")]
    public void Check_VariableThatNothingReads_IsRefused(string name, string expected) =>
        Assert.That(() => EnvironmentVariables.Check(["PATH", name]), Throws.TypeOf<UsageException>().With.Message.Contains(expected));

    [Test]
    public void Check_VariablesOfOptionsAndOfOthers_AreTaken() =>
        Assert.That(
            () => EnvironmentVariables.Check(["GAUNTLET_HTTP_PORT", "GAUNTLETS", "PATH", .. OptionCatalog.All.Select(option => option.EnvironmentVariable)]),
            Throws.Nothing);

    /// <summary>Who exports one for the tests or the benchmarks starts the pipeline in the same shell.</summary>
    [Test]
    public void Check_VariablesThatTheProjectReads_AreTaken()
    {
        var read = Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".sh" or ".yml" or ""
                && !file.EndsWith(nameof(EnvironmentVariablesTests) + ".cs", StringComparison.Ordinal) && !Built().IsMatch(file))
            .SelectMany(file => Variable().Matches(File.ReadAllText(file)).Select(match => match.Value)).Distinct().ToList();

        Assert.That(read, Does.Contain("GAUNTLET_SOAK_SCALE"));
        Assert.That(() => EnvironmentVariables.Check(read), Throws.Nothing);
    }

    [GeneratedRegex("GAUNTLET_[A-Z_]*[A-Z]")]
    private static partial Regex Variable();

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex Built();
}

using System.Text.RegularExpressions;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests;

/// <summary>What has one door: whoever goes round it cannot run side by side in one process, nor be tested there.</summary>
[TestFixture]
public sealed class DoorsTests
{
    [TestCase(@"(?<![\w.])Console\.(?!Rendering)", @"\ATerminal/SystemTerminal\.cs\z")]
    [TestCase(@"Environment\.(GetEnvironmentVariable|SetEnvironmentVariable)", @"\AHostEnvironment\.cs\z")]
    [TestCase(@"Environment\.CurrentDirectory|Directory\.(Get|Set)CurrentDirectory", @"\AHostEnvironment\.cs\z")]
    [TestCase(@"PosixSignal\.|CancelKeyPress|ProcessExit", @"\AHosting/ISignals\.cs\z")]
    [TestCase(@"""(GITHUB_(?!TOKEN)\w+|CI)""", @"\ACi/CiEnvironment\.cs\z")]
    public void Sources_ThatUse_AreTheOneDoor(string use, string door)
    {
        var build = Path.Combine(Checkout.Root, "build");
        var users = Directory.EnumerateFiles(build, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(build, file).Replace('\\', '/'), Text: File.ReadAllText(file)))
            .Where(file => !Regex.IsMatch(file.Name, @"\A(bin|obj)/") && Regex.IsMatch(file.Text, use))
            .Select(file => file.Name);

        Assert.That(users, Is.Not.Empty.And.All.Matches(door));
    }
}

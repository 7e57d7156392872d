using Gauntlet.Build.Ci;
using Gauntlet.Build.Terminal;
using Gauntlet.HostBench;

namespace Gauntlet.Build.Tests.Terminal;

[TestFixture]
public sealed class TerminalStyleTests
{
    [TestCase(true, "", false, true, true, 72)]
    [TestCase(true, "NO_COLOR", false, false, false, 72)]
    [TestCase(true, "CI", false, true, false, 72)]
    [TestCase(true, "", true, true, false, 72)]
    [TestCase(false, "", false, false, false, null)]
    public void Of_TerminalAndUser_IsWhatBothAllow(bool interactive, string variable, bool json, bool colour, bool live, int? width)
    {
        var environment = new HostEnvironment(new Dictionary<string, string> { [variable] = "1" }, "/");

        var style = TerminalStyle.Of(new TestTerminal { IsInteractive = interactive, Width = 72 }, environment, new CiEnvironment(environment), json);

        Assert.That(style, Is.EqualTo(new TerminalStyle(json, colour, live, width)));
    }
}

using Gauntlet.Build.Terminal;
using Gauntlet.HostBench;

namespace Gauntlet.Build.Tests.Terminal;

[TestFixture]
public sealed class LiveLineTests
{
    private const string Erase = "\r\e[K";

    [Test]
    public void Show_OnATerminal_OverwritesTheLineBeforeAndLeavesTheLastColumnFree()
    {
        var terminal = new TestTerminal { Width = 24 };
        var line = Line(terminal, live: true);

        line.Show("first");
        line.Show("漢字漢字漢字漢字漢字漢字漢字");

        Assert.That(terminal.Output, Is.EqualTo($"{Erase}first{Erase}漢字漢字漢字漢字漢字漢"));
    }

    [Test]
    public void Show_WindowThatWasNarrowed_IsCutToWhatItIsNow()
    {
        var terminal = new TestTerminal { Width = 80 };
        var line = Line(terminal, live: true);
        line.Show("one");

        terminal.Width = 31;
        line.Show(new string('x', 50));

        Assert.That(terminal.Output, Does.EndWith(Erase + new string('x', 30)));
    }

    [Test]
    public void Clear_WhatIsShown_IsErasedOnce()
    {
        var terminal = new TestTerminal();
        var line = Line(terminal, live: true);

        line.Clear();
        line.Show("text");
        line.Clear();
        line.Clear();

        Assert.That(terminal.Output, Is.EqualTo($"{Erase}text{Erase}"));
    }

    [Test]
    public void Show_WhereNothingMayMove_WritesNothing()
    {
        var terminal = new TestTerminal();
        var line = Line(terminal, live: false);

        line.Show("text");
        line.Clear();

        Assert.That(terminal.Output, Is.Empty);
    }

    private static LiveLine Line(TestTerminal terminal, bool live) => new(terminal, new TerminalStyle(Json: false, Colour: true, live, Width: null));
}

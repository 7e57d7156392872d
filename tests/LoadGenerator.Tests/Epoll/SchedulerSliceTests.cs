using Gauntlet.LoadGenerator.Epoll;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

[TestFixture]
[Platform("Linux")]
public sealed class SchedulerSliceTests
{
    private const string Figures = "/proc/thread-self/sched";

    [Test]
    public void Shorten_LinuxThatHasSlices_ShortensThatOfThisThreadAndKeepsItsPriority()
    {
        Assume.That(Environment.OSVersion.Version, Is.GreaterThanOrEqualTo(new Version(6, 12)));
        Assume.That(Figures, Does.Exist);
        string[] before = [], after = [];
        var thread = new Thread(() =>
        {
            before = File.ReadAllLines(Figures);
            SchedulerSlice.Shorten();
            after = File.ReadAllLines(Figures);
        });
        thread.Start();
        thread.Join();

        Assert.That(Figure(after, "se.slice"), Is.EqualTo(SchedulerSlice.Nanoseconds).And.LessThan(Figure(before, "se.slice")));
        Assert.That(Figure(after, "prio"), Is.EqualTo(Figure(before, "prio")));
        Assert.That(Figure(after, "policy"), Is.EqualTo(Figure(before, "policy")));
    }

    private static ulong Figure(string[] lines, string name) =>
        ulong.Parse(lines.Single(line => line.Split(':')[0].Trim() == name).Split(':')[1]);
}

using Gauntlet.Experiments.Scaling;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Experiments.Tests.Scaling;

/// <summary>A load that begins 3 s before its measured part, which takes 600 s; the autoscaler holds on to what it wanted for 300 s.</summary>
internal sealed class ScalingFiguresTests
{
    /// <summary>Steps as second:desired/current/ready.</summary>
    [TestCase("-5:2/2/2 20:4/2/2 22:4/4/2 25.5:4/4/3 26:4/4/4", 28.5, Description = "the first additional one counts, not the last")]
    [TestCase("-5:2/2/2 -1:3/2/2 1:3/3/3", 4, Description = "the warm-up is load, too")]
    [TestCase("-5:2/2/2 20:4/4/2", null, Description = "wanted and there is not ready")]
    [TestCase("-5:2/2/1 20:2/2/2", null, Description = "one that came back is none more")]
    [TestCase("-5:2/2/2 20:4/4/2 601:4/4/4", null, Description = "after the load")]
    [TestCase("-5:2/2/2 -4:4/4/4", null, Description = "before the load")]
    [TestCase("5:2/2/2 20:4/4/4", null, Description = "nobody saw what was before")]
    [TestCase("", null)]
    public void TimeToScale_Steps_IsToTheFirstReadyReplicaMore(string steps, double? expected) =>
        Assert.That(ScalingFigures.TimeToScale(Of(steps)), Is.EqualTo(expected));

    /// <summary>Steps as second:desired.</summary>
    [TestCase("-5:2", 0)]
    [TestCase("-5:2 20:4 40:8", 0, Description = "monotone")]
    [TestCase("-5:8 20:4 40:2", 0)]
    [TestCase("-5:2 20:4 40:2", 1)]
    [TestCase("-5:2 20:4 40:2 60:4", 2)]
    [TestCase("-5:2 20:4 40:4 60:2 80:2 100:3", 2, Description = "standing still is no direction")]
    [TestCase("-5:2 20:4 400:2", 1, Description = "down when it may is one change")]
    [TestCase("-5:2 20:4 400:2 700:4", 1, Description = "two changes, a whole window apart")]
    [TestCase("-5:2 20:4 400:2 699.9:4", 2, Description = "two changes within one window")]
    [TestCase("-5:2 10:4 20:2 30:4 400:2 410:4", 2, Description = "the window with the most")]
    [TestCase("-5:0 20:2 40:4", 0, Description = "zero is not computed yet")]
    [TestCase("-5:2 10:0 20:2", 0)]
    [TestCase("", null)]
    public void Flaps_Steps_AreChangesOfDirectionWithinOneWindow(string steps, int? expected) =>
        Assert.That(ScalingFigures.Flaps(Of(steps)), Is.EqualTo(expected));

    [Test]
    public void Flaps_ShorterWindow_HoldsFewer() =>
        Assert.That(ScalingFigures.Flaps(Of("-5:2 20:4 40:2 60:4") with { StabilisationSeconds = 15 }), Is.EqualTo(1));

    private static AutoscalerTimeline Of(string steps) => new()
    {
        Namespace = "echo",
        Name = "foo",
        TargetKind = "Deployment",
        Target = "foo",
        StabilisationSeconds = 300,
        LoadBegan = -3,
        LoadEnded = 600,
        Steps = [.. steps.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Step)],
    };

    private static ReplicaStep Step(string text)
    {
        var (second, counts) = (text.Split(':')[0], text.Split(':')[1].Split('/').Select(int.Parse).ToArray());
        return new ReplicaStep(double.Parse(second), counts[0], counts.ElementAtOrDefault(1), counts.ElementAtOrDefault(2));
    }
}

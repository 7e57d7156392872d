using Gauntlet.LoadGenerator.Planning;

namespace Gauntlet.LoadGenerator.Tests.Planning;

internal sealed class RateCurveTests
{
    [Test]
    public void Ramp_OfTwoLegs_SumsUpItsArea()
    {
        var curve = RateCurve.Ramp(LoadStage.ParseList("10s:200,20s:1000"));

        Assert.That(curve.Total, Is.EqualTo((10 * 200 / 2) + (20 * 1200 / 2)));
        Assert.That(curve.Seconds, Is.EqualTo(30));
    }

    // 0..10 s climbs to 200/s (1,000 requests): half of the time is a quarter of them. 10..30 s climbs on to 1,000/s.
    [TestCase(0, 0)]
    [TestCase(250, 5)]
    [TestCase(1_000, 10)]
    [TestCase(5_000, 20)]
    [TestCase(13_000, 30)]
    public void TimeOf_OnARamp_IsWhereTheAreaReachesTheNumber(double requests, double second)
    {
        var curve = RateCurve.Ramp(LoadStage.ParseList("10s:200,20s:1000"));

        Assert.That(curve.TimeOf(requests), Is.EqualTo(second).Within(1e-9));
    }

    [TestCase("10s")]
    [TestCase("10:200")]
    [TestCase("10s:-1")]
    [TestCase("")]
    public void ParseList_NotAStage_NamesIt(string text)
    {
        Assert.That(() => LoadStage.ParseList(text), Throws.TypeOf<FormatException>().With.Message.Contains($"'{text}'"));
    }
}

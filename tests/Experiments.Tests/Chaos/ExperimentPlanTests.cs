using Gauntlet.Experiments.Chaos;

namespace Gauntlet.Experiments.Tests.Chaos;

internal sealed class ExperimentPlanTests
{
    [TestCase("pod-delete", "pod-delete@5s,for=5s")]
    [TestCase("pod-kill:foo", "pod-kill:foo@5s,for=5s")]
    [TestCase("rollout:echo/foo@2.5s", "rollout:echo/foo@2.5s,for=30s")]
    [TestCase("pod-delete@4000ms,for=1m", "pod-delete@4s,for=60s")]
    [TestCase("pod-delete,for=2s", "pod-delete@5s,for=2s")]
    public void Parse_Text_IsReadWithWhatItLeavesOut(string text, string whole) => Assert.That(ExperimentPlan.Parse(text).ToString(), Is.EqualTo(whole));

    [TestCase("", "is not fault:target@time")]
    [TestCase("pod-delete:", "is not fault:target@time")]
    [TestCase("pod-delete@5", "is not fault:target@time")]
    [TestCase("pod-delete:foo@5s,to=5s", "is not fault:target@time")]
    [TestCase("pod-delte:foo", "names the fault 'pod-delte'; there are pod-delete, pod-kill, container-kill")]
    [TestCase("pod-delete@1s", "comes before 2s")]
    public void Parse_TextThatIsNone_IsRefusedWithTheReason(string text, string reason) =>
        Assert.That(() => ExperimentPlan.Parse(text), Throws.TypeOf<FormatException>().With.Message.StartsWith(reason));

    [TestCase("during: errors.rate < 5%", Phase.During)]
    [TestCase("after:p(95)<20ms", Phase.After)]
    [TestCase(" before: success.rate >= 99% ", Phase.Before)]
    [TestCase("after: recovery < 10s", Phase.After)]
    [TestCase("after: p(95) < 1.2 * before", Phase.After)]
    [TestCase("during: errors.rate <= 2 * before", Phase.During)]
    public void Parse_Hypothesis_KnowsItsPhase(string text, Phase phase)
    {
        var read = Hypothesis.Parse(text);

        Assert.That((read.Phase, read.Text), Is.EqualTo((phase, text.Trim())));
        Assert.That(read.Recovery is null, Is.Not.EqualTo(read.Threshold is null));
    }

    [TestCase("errors.rate < 5%", "does not begin with before:, during: or after:")]
    [TestCase("during: recovery < 5s", "asks for the recovery, which comes after the fault")]
    [TestCase("during: latencies < 5", "is wrong: ")]
    [TestCase("after: latencies < 5 * before", "is wrong: ")]
    [TestCase("before: p(95) < 2 * before", "holds before against itself")]
    public void Parse_HypothesisThatIsNone_IsRefusedWithTheReason(string text, string reason) =>
        Assert.That(() => Hypothesis.Parse(text), Throws.TypeOf<FormatException>().With.Message.StartsWith(reason));

    [Test]
    public void All_Faults_HaveHypothesesThatCanBeRead() =>
        Assert.That(Faults.All.Select(fault => fault.Hypotheses.Select(Hypothesis.Parse).Count()), Is.All.GreaterThan(0).And.Exactly(17).Items);
}

using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Tests.Pipeline;

/// <summary>Three arms: what a boundary translated, what was cancelled, and what nobody expected. No library's exception is among them.</summary>
[TestFixture]
public sealed class FailureClassifierTests
{
    private static IEnumerable<TestCaseData> Exceptions =>
    [
        new TestCaseData(new StageException(StageOutcome.Fail, "No test ran.", "Check the filter."), StageOutcome.Fail, "No test ran.")
            .SetArgDisplayNames("translated"),
        new TestCaseData(new UsageException("The state file is damaged."), StageOutcome.Usage, "The state file is damaged.").SetArgDisplayNames("usage"),
        new TestCaseData(new OperationCanceledException(), StageOutcome.Infrastructure, "Something that the stage waited for was cancelled.")
            .SetArgDisplayNames("cancelled"),
        .. new Exception[] { new IOException("a"), new HttpRequestException("a"), new FormatException("a"), new ArgumentException("a"), new CakeException("a") }
            .Select(e => new TestCaseData(e, StageOutcome.Infrastructure, $"Unexpected {e.GetType().Name}: a").SetArgDisplayNames(e.GetType().Name)),
    ];

    [TestCaseSource(nameof(Exceptions))]
    public void Classify_Exception_GoesByWhatItsBoundarySaid(Exception exception, StageOutcome outcome, string reason)
    {
        var (found, problem) = FailureClassifier.Classify(exception);

        Assert.That((found, problem.Reason), Is.EqualTo((outcome, reason)));
    }
}

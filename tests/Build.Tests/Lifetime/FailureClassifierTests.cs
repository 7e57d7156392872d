using System.Net;
using Gauntlet.Build.Lifetime;
using Gauntlet.Build.Processes;
using Gauntlet.Build.State;
using k8s.Exceptions;

namespace Gauntlet.Build.Tests.Lifetime;

[TestFixture]
public sealed class FailureClassifierTests
{
    [Test]
    public void Classify_AnswerOfTheApiServer_IsNoConnectionThatFailed()
    {
        var (outcome, problem) = Classify(new HttpRequestException("PATCH /api/v1/services was answered with 500: etcd is full", null, HttpStatusCode.InternalServerError));

        Assert.That(outcome, Is.EqualTo(StageOutcome.Infrastructure));
        Assert.That(problem.Reason, Is.EqualTo("The API server refused: PATCH /api/v1/services was answered with 500: etcd is full"));
    }

    [Test]
    public void Classify_NoAnswer_IsAConnectionThatFailed() =>
        Assert.That(Classify(new HttpRequestException("Connection refused")).Problem.Reason, Is.EqualTo("A connection failed: Connection refused"));

    [Test]
    public void Classify_RequestThatTimedOut_IsNoFaultOfThePipeline() =>
        Assert.That(Classify(new TaskCanceledException("A task was canceled.")).Problem.Reason, Is.EqualTo("A request was not answered in time."));

    [Test]
    public void Classify_KubeconfigWithoutTheContext_IsNoFaultOfThePipeline() =>
        Assert.That(Classify(new KubeConfigException("CurrentContext: a not found in contexts in kubeconfig")).Problem.Reason, Does.StartWith("The kubeconfig cannot be used: "));

    private static (StageOutcome Outcome, StageProblem Problem) Classify(Exception exception) => new FailureClassifier(new CommandJournal()).Classify(exception);
}

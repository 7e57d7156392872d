using Gauntlet.Workloads.Health;
using k8s.Models;

namespace Gauntlet.Workloads.Tests.Health;

public sealed class RestartCountsTests
{
    private static readonly DateTime Noon = new(2026, 11, 29, 12, 0, 0, DateTimeKind.Utc);

    [Test]
    public void Since_ContainerThatEndedInBetween_IsNamedWithItsExitCode() => Assert.That(
        Read(("a", 0), ("b", 3)).Since(Read(("a", 0), ("b", 2))),
        Is.EqualTo(new[] { new Restart(Noon, "Pod echo/b: container echo ended with exit code 137 (OOMKilled) and was started again") }));

    /// <summary>An exit code of 0 tells nothing of the probe that ended the container; its event does.</summary>
    [Test]
    public void Since_ContainerThatAProbeEnded_NamesTheProbe() => Assert.That(
        Read([Event("Unhealthy", "Liveness probe failed: connection refused"), Event("Killing", "Container echo failed liveness probe, will be restarted")],
            ("b", 1)).Since(Read(("b", 0))).Single().Text,
        Is.EqualTo("Pod echo/b: container echo was ended by its liveness probe (Liveness probe failed: connection refused) with exit code 137 (OOMKilled) and "
            + "was started again"));

    [Test]
    public void Since_PodThatIsDeleted_BlamesNoProbe() => Assert.That(
        Read([Event("Unhealthy", "Readiness probe failed: connection refused"), Event("Killing", "Stopping container echo")], ("b", 1)).Since(Read(("b", 0)))
            .Single().Text, Does.Contain("container echo ended with exit code 137"));

    private static Corev1Event Event(string reason, string message) =>
        new()
        {
            InvolvedObject = new V1ObjectReference { Uid = "b", FieldPath = "spec.containers{echo}" },
            Metadata = new V1ObjectMeta(),
            Reason = reason,
            Message = message,
            LastTimestamp = Noon
        };

    [Test]
    public void Since_CrashesOfBefore_AreNoNews() => Assert.That(Read(("a", 2)).Since(Read(("a", 2))), Is.Empty);

    [Test]
    public void Since_NewPodThatCrashed_Counts() => Assert.That(Read(("new", 1)).Since(Read(("a", 0))), Has.Count.EqualTo(1));

    [Test]
    public void Since_PodThatIsGone_IsNoCrash() => Assert.That(Read().Since(Read(("a", 1))), Is.Empty);

    private static RestartCounts Read(params (string Name, int Restarts)[] pods) => Read([], pods);

    private static RestartCounts Read(Corev1Event[] events, params (string Name, int Restarts)[] pods) => new(pods.Select(pod => new V1Pod
    {
        Metadata = new V1ObjectMeta { Name = pod.Name, NamespaceProperty = "echo", Uid = pod.Name },
        Status = new V1PodStatus
        {
            ContainerStatuses =
            [
                new V1ContainerStatus
                {
                    Name = "echo", RestartCount = pod.Restarts,
                    LastState = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 137, Reason = "OOMKilled",
                        FinishedAt = Noon } },
                },
            ],
        },
    }), events);
}

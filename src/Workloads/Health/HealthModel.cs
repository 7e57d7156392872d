using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Health;

/// <summary>Whose fault a problem is.</summary>
public enum Blame
{
    /// <summary>The change under test: an image that does not exist, a container that crashes, a probe that never succeeds.</summary>
    Change,

    /// <summary>The infrastructure: a node, the network, a registry that does not answer.</summary>
    Infrastructure,
}

/// <summary>A reason why the workloads are not, or cannot become, healthy.</summary>
/// <param name="Blame">Whose fault it is.</param>
/// <param name="On">The object, e.g. the Pod echo/foo-5d8f.</param>
/// <param name="Reason">The reason in Kubernetes' own word, e.g. ErrImageNeverPull.</param>
/// <param name="Message">What the cluster says about it.</param>
public sealed record HealthProblem(Blame Blame, ObjectReference On, string Reason, string Message)
{
    /// <summary>The last lines of the container's log, its exit code, and the events that explain the problem; foreign text.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>The object that made <see cref="On"/>, if any: of a pod the Deployment, where that is known.</summary>
    public ObjectReference? Owner { get; init; }

    /// <summary>Whose log tells more; null where no container ran.</summary>
    internal string? Container { get; init; }

    /// <summary>The pod that the container is in, where <see cref="On"/> is what made it.</summary>
    internal ObjectReference? Pod { get; init; }

    /// <summary>object: reason: message</summary>
    public override string ToString() => $"{On}: {Reason}: {Message}";
}

/// <summary>The phases of becoming healthy, in their order.</summary>
public enum HealthPhase
{
    /// <summary>Every node is Ready.</summary>
    Nodes,

    /// <summary>Every pod has a node.</summary>
    Scheduling,

    /// <summary>Every init container has done its part; its image and those before it are pulled in it.</summary>
    Init,

    /// <summary>Every image is on its node.</summary>
    ImagePull,

    /// <summary>Every container has started.</summary>
    Start,

    /// <summary>Every object is as the rule of its kind wants it: rolled out, complete, bound, established.</summary>
    Readiness,

    /// <summary>Every Service behind a route has a ready endpoint.</summary>
    Endpoints,

    /// <summary>Every route answers as expected over HTTP.</summary>
    Http,

    /// <summary>Every host answers over HTTPS; the certificate is not verified.</summary>
    Https,
}

/// <summary>When a phase was reached.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Offset">From the start of the check to the end of the phase before.</param>
/// <param name="Duration">Zero where the phase was over when the one before it was.</param>
public sealed record PhaseDuration(HealthPhase Phase, TimeSpan Offset, TimeSpan Duration);

/// <summary>What the check found.</summary>
/// <param name="Phases">The phases that were reached.</param>
/// <param name="Problems">Empty when everything is healthy; the first cause first.</param>
/// <param name="Notes">What was not checked, in plain words.</param>
public sealed record HealthReport(IReadOnlyList<PhaseDuration> Phases, IReadOnlyList<HealthProblem> Problems, IReadOnlyList<string> Notes)
{
    /// <summary>How many objects were judged by the rule of their kind.</summary>
    public int Judged { get; init; }

    /// <summary>The kinds of all other objects, each with their number: the API server took them, and no more is known.</summary>
    public IReadOnlyList<(string Kind, int Count)> NotJudged { get; init; } = [];
}

/// <summary>How long each phase may take, from the end of the one before.</summary>
/// <param name="Nodes">Default 60 s.</param>
/// <param name="Scheduling">Default 30 s: the time of an autoscaler, or of a volume that is being made.</param>
/// <param name="Init">Default 120 s.</param>
/// <param name="ImagePull">Default 120 s.</param>
/// <param name="Start">Default 120 s: a crash loop shows within 80 s.</param>
/// <param name="Readiness">Default 120 s.</param>
/// <param name="Endpoints">Default 30 s.</param>
/// <param name="Http">Default 30 s.</param>
/// <param name="Https">Default 30 s.</param>
public sealed record PhaseBudgets(
    TimeSpan Nodes, TimeSpan Scheduling, TimeSpan Init, TimeSpan ImagePull, TimeSpan Start, TimeSpan Readiness, TimeSpan Endpoints, TimeSpan Http,
    TimeSpan Https)
{
    /// <summary>The defaults.</summary>
    public static PhaseBudgets Default { get; } = new(
        TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(120),
        TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));

    /// <summary>How long all of it may take.</summary>
    /// <value>By default no longer than the phases together.</value>
    public TimeSpan Total { get; init; } = TimeSpan.MaxValue;

    /// <summary>The budget of a phase.</summary>
    public TimeSpan Of(HealthPhase phase) => phase switch
    {
        HealthPhase.Nodes => Nodes,
        HealthPhase.Scheduling => Scheduling,
        HealthPhase.Init => Init,
        HealthPhase.ImagePull => ImagePull,
        HealthPhase.Start => Start,
        HealthPhase.Readiness => Readiness,
        HealthPhase.Endpoints => Endpoints,
        HealthPhase.Http => Http,
        _ => Https,
    };
}

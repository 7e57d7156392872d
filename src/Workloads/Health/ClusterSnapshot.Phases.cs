using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>How far all of it has come.</summary>
internal sealed partial record ClusterSnapshot
{
    /// <summary>Those that have not ended: a Job's pod that has is the Job's matter.</summary>
    private IEnumerable<V1Pod> Living => Pods.Where(pod => pod.Status?.Phase is not ("Succeeded" or "Failed"));

    /// <summary>The highest phase that is complete; null when not even the nodes are.</summary>
    public HealthPhase? Reached(ManifestSet manifests)
    {
        HealthPhase? reached = null;
        foreach (var (phase, complete) in new (HealthPhase, Func<bool>)[]
        {
            (HealthPhase.Nodes, () => Nodes.Count > 0 && Nodes.All(Conditions.IsReady)),
            (HealthPhase.Scheduling, () => Judged.All(entry => entry.State.IsMade) && Living.All(pod => pod.Spec.NodeName is not null)),
            (HealthPhase.Init, () => Living.All(PodProgress.IsInitialized)),
            (HealthPhase.ImagePull, () => Living.All(PodProgress.HasItsImages)),
            (HealthPhase.Start, () => Living.All(PodProgress.HasStarted)),
            (HealthPhase.Readiness, () => Judged.All(entry => entry.State.WaitsFor is null)),
            (HealthPhase.Endpoints, () => manifests.Routes.All(HasEndpoint)),
        })
        {
            if (!complete())
            {
                break;
            }

            reached = phase;
        }

        return reached;
    }

    /// <summary>What the phase after the one that was reached waits for.</summary>
    public string WaitsFor(HealthPhase? reached, ManifestSet manifests) => reached switch
    {
        null when Nodes.Count == 0 => "nodes: the cluster names none",
        null => "nodes: " + Several.Names(Nodes.Where(node => !Conditions.IsReady(node)).Select(node => node.Metadata.Name)),
        HealthPhase.Nodes => "scheduling of " + Several.Names(
            Judged.Where(entry => !entry.State.IsMade).Select(entry => entry.ToString()).Concat(Living.Where(pod => pod.Spec.NodeName is null).Select(Name))),
        HealthPhase.Scheduling =>
            "init containers of " + Several.Names(
                Living.Where(pod => !PodProgress.IsInitialized(pod)).Select(pod => $"{Name(pod)} ({PodProgress.Initializing(pod)})")),
        HealthPhase.Init => "images of " + Several.Names(
            Living.Where(pod => !PodProgress.HasItsImages(pod)).Select(pod => Name(pod) + PodProgress.Reasons(pod))),
        HealthPhase.ImagePull => "start of " + Several.Names(
            Living.Where(pod => !PodProgress.HasStarted(pod)).Select(pod => Name(pod) + PodProgress.Reasons(pod))),
        HealthPhase.Start => Several.Names(Judged.Where(entry => entry.State.WaitsFor is not null).Select(entry => entry.ToString())),
        _ => "endpoints of " + Several.Names(manifests.Routes.Where(route => !HasEndpoint(route)).Select(route => $"Service {route.Service}").Distinct()),
    };

    /// <summary>Whether every pod that lacks an image said last that it pulls one, so that only the registry keeps it waiting.</summary>
    public bool IsPulling()
    {
        var waiting = Living.Where(pod => !PodProgress.IsInitialized(pod) || !PodProgress.HasItsImages(pod)).ToList();
        return waiting.All(pod => EventsOf(pod).OrderBy(Conditions.LastSeen).LastOrDefault()?.Reason == "Pulling");
    }

    private bool HasEndpoint(Routing.Route route) =>
        Endpoints.Any(entry => $"{entry.Metadata.NamespaceProperty}/{entry.Metadata.Name}" == route.Service
        && entry.Subsets?.Any(subset => subset.Addresses?.Count > 0) == true);

    private static string Name(IMetadata<V1ObjectMeta> item) => $"{item.Metadata.NamespaceProperty}/{item.Metadata.Name}";
}

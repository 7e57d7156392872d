using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Tests.Parity;

/// <summary>
/// What one object went through: for each condition type the ordered (status, reason) it took, for a pod also its phase and its container's state, and which
/// events were written about it. Repeats are collapsed, and so is the alternation of a failing attempt with its back-off.
/// </summary>
internal sealed class ObjectHistory(string name)
{
    /// <summary>
    /// Conditions and events that a Kubernetes 1.20 node image cannot show alike, with the reason; docs/embedded-cluster.md lists them for users.
    /// </summary>
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "NamespaceDeletionContentFailure", // 1.20 says for a moment that it failed, because pods take their grace period
        "PodReadyToStartContainers", // a condition since Kubernetes 1.29
        "Event Normal Pulling", // KinD's nodes carry the images already
        "Event Warning Unhealthy", // whether a probe comes before the server listens is a matter of time
        "Event Warning FailedToUpdateEndpoint", // two controllers of 1.20 that meet on one object
        "Event Warning FailedToUpdateEndpointSlices",
    };

    private static readonly string[] BackOff = ["ErrImagePull", "ImagePullBackOff"];

    private readonly Dictionary<string, List<string>> _aspects = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _events = new(StringComparer.Ordinal);
    private string _role = name;

    public IEnumerable<string> Lines =>
    [
        .. _aspects.Select(aspect => $"{_role}: {aspect.Key}: {string.Join(" > ", aspect.Value)}"),
        .. _events.Select(entry => $"{_role}: {entry}"),
    ];

    /// <summary>A pod on its way out is noted as such only: how much a kubelet still reports then differs from run to run.</summary>
    public void Observe(JsonObject item, bool gone, bool onlyLife)
    {
        _role = Role(item);
        if (!onlyLife && !(item.Kind() == "Pod" && item.IsDeleting()))
        {
            ObserveStatus(item);
        }

        if (item.IsDeleting())
        {
            Note("life", "deleting");
        }

        if (gone)
        {
            Note("life", "gone");
        }
    }

    public void Event(JsonObject item)
    {
        if ($"Event {item.Text("type")} {item.Text("reason")}" is var entry && !Ignored.Contains(entry))
        {
            _events.Add(entry);
        }
    }

    private void ObserveStatus(JsonObject item)
    {
        foreach (var condition in item.Objects("status", "conditions"))
        {
            Note(condition.Text("type")!, $"{condition.Text("status")} {condition.Text("reason")}".Trim());
        }

        if (item.Text("status", "phase") is { } phase)
        {
            Note("phase", phase);
        }

        foreach (var state in item.Objects("status", "containerStatuses").Select(status => status.Object("state")))
        {
            foreach (var (kind, detail) in state ?? [])
            {
                Note("container", $"{kind} {detail.Text("reason")}".Trim());
            }
        }
    }

    private void Note(string aspect, string value)
    {
        if (Ignored.Contains(aspect))
        {
            return;
        }

        if (!_aspects.TryGetValue(aspect, out var values))
        {
            _aspects[aspect] = values = [];
        }

        var repeats = values.Count > 0 && values[^1] == value;
        var alternates = Array.Exists(BackOff, reason => value.EndsWith(reason, StringComparison.Ordinal)) && values.Contains(value);
        if (!repeats && !alternates)
        {
            values.Add(value);
        }
    }

    /// <summary>Names and namespaces differ from run to run; the image says which revision an object belongs to.</summary>
    private static string Role(JsonObject item)
    {
        var images = item.Kind() switch
        {
            "Pod" => item.Objects("spec", "containers"),
            "ReplicaSet" => item.Objects("spec", "template", "spec", "containers"),
            _ => [],
        };
        var name = item.Kind() == "Namespace" ? "" : item.Labels().GetValueOrDefault("app") ?? item.Name();
        return $"{item.Kind()} {name} {string.Join(' ', images.Select(container => container.Text("image")))}".Trim();
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>One step of a rollout: as many new pods as maxSurge allows, as few old ones as maxUnavailable allows.</summary>
internal sealed class Rollout(
    JsonObject deployment, JsonObject current, List<JsonObject> old, Action<JsonObject, JsonObject, int> scale, Func<bool> oldPodsExist)
{
    private readonly int _wanted = deployment.Int(0, "spec", "replicas");

    public void Step()
    {
        if (deployment.Text("spec", "strategy", "type") == "Recreate")
        {
            Recreate();
        }
        else
        {
            Roll();
        }
    }

    /// <summary>maxSurge rounds up and maxUnavailable down; both zero would never move, so one pod may then be missing.</summary>
    public static (int Surge, int Unavailable) Limits(JsonObject deployment)
    {
        var wanted = deployment.Int(0, "spec", "replicas");
        var rolling = deployment.Object("spec", "strategy", "rollingUpdate");
        var surge = Resolve(rolling.At("maxSurge"), wanted, up: true);
        var unavailable = Resolve(rolling.At("maxUnavailable"), wanted, up: false);
        return surge == 0 && unavailable == 0 ? (0, 1) : (surge, Math.Min(unavailable, wanted));
    }

    private void Recreate()
    {
        foreach (var set in old.Where(set => set.Int(0, "spec", "replicas") > 0))
        {
            scale(deployment, set, 0);
        }

        if (!oldPodsExist() && current.Int(0, "spec", "replicas") != _wanted)
        {
            scale(deployment, current, _wanted);
        }
    }

    private void Roll()
    {
        var (surge, unavailable) = Limits(deployment);
        var now = current.Int(0, "spec", "replicas");
        var total = now + old.Sum(set => set.Int(0, "spec", "replicas"));
        var next = now > _wanted ? _wanted : Math.Min(_wanted, Math.Max(now, now + _wanted + surge - total));
        if (next != now)
        {
            scale(deployment, current, next);
            return;
        }

        ShrinkOld(total, _wanted - unavailable, now - current.Int(0, "status", "availableReplicas"));
    }

    private void ShrinkOld(int total, int minimum, int newUnavailable)
    {
        var removable = total - minimum - newUnavailable;
        foreach (var set in old.Where(set => set.Int(0, "spec", "replicas") > 0)
            .OrderBy(set => set.Text("metadata", "creationTimestamp"), StringComparer.Ordinal))
        {
            if (removable <= 0)
            {
                return;
            }

            // Pods that do not serve anyway go first and cost no availability.
            var (replicas, available) = (set.Int(0, "spec", "replicas"), set.Int(0, "status", "availableReplicas"));
            var unhealthy = Math.Min(removable, replicas - available);
            var spare = Math.Max(0, old.Sum(entry => entry.Int(0, "status", "availableReplicas")) + current.Int(0, "status", "availableReplicas") - minimum);
            var remove = Math.Min(removable, Math.Min(replicas, unhealthy + Math.Min(available, spare)));
            if (remove > 0)
            {
                scale(deployment, set, replicas - remove);
                removable -= remove;
            }
        }
    }

    private static int Resolve(JsonNode? value, int wanted, bool up)
    {
        if (value.Text() is { } text && text.EndsWith('%') && decimal.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
        {
            var share = wanted * percent / 100;
            return (int)(up ? Math.Ceiling(share) : Math.Floor(share));
        }

        return (int)(value.Number() ?? 0);
    }
}

using Gauntlet.ObjectRules.Forms;
using Gauntlet.ObjectRules.Metadata;
using Gauntlet.ObjectRules.Pods;

namespace Gauntlet.ObjectRules.Workloads;

/// <summary>Deployments, ReplicaSets, StatefulSets and DaemonSets.</summary>
internal static class WorkloadRules
{
    public static void Deployment(Field item)
    {
        var spec = item["spec"];
        spec["replicas"].NotNegative();
        Selector(spec, "deployment");
        PodRules.Template(spec["template"]);
        PodRules.RunsForEver(spec["template"], "ReplicaSet");
        Strategy(spec["strategy"]);
        spec["minReadySeconds"].NotNegative();
        spec["revisionHistoryLimit"].NotNegative();
        var deadline = spec["progressDeadlineSeconds"];
        deadline.NotNegative();
        if ((deadline.Exists ? deadline.Number : 600) <= (spec["minReadySeconds"].Number ?? 0))
        {
            deadline.Invalid(deadline.Number ?? 600, "must be greater than minReadySeconds");
        }
    }

    public static void ReplicaSet(Field item)
    {
        var spec = item["spec"];
        spec["replicas"].NotNegative();
        spec["minReadySeconds"].NotNegative();
        Selector(spec, "deployment");
        PodRules.Template(spec["template"]);
        PodRules.RunsForEver(spec["template"], "ReplicaSet");
    }

    public static void StatefulSet(Field item)
    {
        var spec = item["spec"];
        var (policy, update) = (spec["podManagementPolicy"], spec["updateStrategy"]);
        if (policy.Text is { Length: > 0 } way and not ("OrderedReady" or "Parallel"))
        {
            policy.Invalid(way, "must be 'OrderedReady' or 'Parallel'");
        }

        if (update["type"].Text is { Length: > 0 } type and not ("RollingUpdate" or "OnDelete"))
        {
            update.Invalid($"must be 'RollingUpdate' or 'OnDelete'");
        }

        if (update["type"].Text == "OnDelete" && update["rollingUpdate"].Exists)
        {
            update["rollingUpdate"].Invalid("only allowed for updateStrategy 'RollingUpdate'");
        }

        update["rollingUpdate", "partition"].NotNegative();
        spec["replicas"].NotNegative();
        spec["minReadySeconds"].NotNegative();
        Selector(spec, "statefulset");
        var claims = spec["volumeClaimTemplates"];
        PodRules.Template(spec["template"], claims.Items.Select(claim => claim["metadata", "name"].Text).OfType<string>());
        PodRules.RunsForEver(spec["template"], "StatefulSet");
        foreach (var claim in claims.Items)
        {
            Storage.ClaimRules.Spec(claim["spec"]);
            if (claim["metadata", "name"].IsBlank)
            {
                claim["metadata", "name"].Required("name or generateName is required");
            }
        }
    }

    public static void DaemonSet(Field item)
    {
        var spec = item["spec"];
        Selector(spec, "daemonset");
        PodRules.Template(spec["template"]);
        PodRules.RunsForEver(spec["template"], "DaemonSet");
        spec["minReadySeconds"].NotNegative();
        spec["revisionHistoryLimit"].NotNegative();
        var update = spec["updateStrategy"];
        if (update["type"].Text is { Length: > 0 } type and not ("RollingUpdate" or "OnDelete"))
        {
            update.NotSupported("RollingUpdate", "OnDelete");
        }

        var rolling = update["rollingUpdate"];
        Amounts.NumberOrPercent(rolling["maxUnavailable"], atMostAll: true);
        Amounts.NumberOrPercent(rolling["maxSurge"], atMostAll: true);
        if (rolling.Exists && Amounts.Value(rolling["maxUnavailable"]) == 0 && (Amounts.Value(rolling["maxSurge"]) ?? 0) == 0)
        {
            rolling["maxUnavailable"].Invalid("cannot be 0 when maxSurge is 0");
        }
    }

    private static void Selector(Field spec, string kind)
    {
        var (selector, labels) = (spec["selector"], spec["template", "metadata", "labels"]);
        if (!selector.Exists)
        {
            selector.Required();
        }
        else if (selector.IsObject && Selectors.IsEmpty(selector))
        {
            selector.Invalid($"empty selector is invalid for {kind}");
        }

        Selectors.Check(selector);
        if (!Selectors.IsUsable(selector))
        {
            selector.Invalid("invalid label selector");
        }
        else if (!selector.Exists || (selector.IsObject && !Selectors.Matches(selector, labels)))
        {
            labels.Invalid("`selector` does not match template `labels`");
        }
    }

    private static void Strategy(Field strategy)
    {
        var (type, rolling) = (strategy["type"], strategy["rollingUpdate"]);
        if (type.TextOrEmpty is not (null or "" or "Recreate" or "RollingUpdate"))
        {
            strategy.NotSupported("Recreate", "RollingUpdate");
        }

        if (type.Text == "Recreate" && rolling.Exists)
        {
            rolling.Forbidden("may not be specified when strategy `type` is 'Recreate'");
        }

        if (type.TextOrEmpty is not ("" or "RollingUpdate"))
        {
            return;
        }

        var (surge, unavailable) = (rolling["maxSurge"], rolling["maxUnavailable"]);
        Amounts.NumberOrPercent(unavailable, atMostAll: true);
        Amounts.NumberOrPercent(surge, atMostAll: false);
        if (Amounts.Value(unavailable) == 0 && Amounts.Value(surge) == 0)
        {
            unavailable.Invalid("may not be 0 when `maxSurge` is 0");
        }
    }
}

using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api.Admission;

/// <summary>The values that an API server fills into pods and pod templates.</summary>
internal static class PodDefaults
{
    public static void ApplyToPod(JsonObject pod)
    {
        var spec = pod.Ensure("spec");
        ApplyToSpec(spec);
        spec.Default("serviceAccountName", "default");
        spec.Default("serviceAccount", spec.Text("serviceAccountName"));
        spec.Default("enableServiceLinks", true);
        spec.Default("preemptionPolicy", "PreemptLowerPriority");
        spec.Default("priority", 0);
        AddToleration(spec, "node.kubernetes.io/not-ready");
        AddToleration(spec, "node.kubernetes.io/unreachable");
        var status = pod.Ensure("status");
        status.Default("phase", "Pending");
        status.Default("qosClass", QualityOfService(spec));
    }

    public static void ApplyToTemplate(JsonObject template)
    {
        template.Ensure("metadata").Remove("creationTimestamp");
        ApplyToSpec(template.Ensure("spec"));
    }

    private static void ApplyToSpec(JsonObject spec)
    {
        spec.Default("restartPolicy", "Always");
        spec.Default("terminationGracePeriodSeconds", 30);
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("securityContext", new JsonObject());
        spec.Default("schedulerName", "default-scheduler");
        if (spec.Text("serviceAccountName") is { } account)
        {
            spec.Default("serviceAccount", account);
        }

        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
        {
            ApplyToContainer(container, spec.Flag("hostNetwork"));
        }

        foreach (var volume in spec.Objects("volumes"))
        {
            ApplyToVolume(volume);
        }
    }

    private static void ApplyToContainer(JsonObject container, bool hostNetwork)
    {
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        container.Default("resources", new JsonObject());
        container.Default("imagePullPolicy", ImageReference.IsLatest(container.Text("image") ?? "") ? "Always" : "IfNotPresent");
        foreach (var port in container.Objects("ports"))
        {
            port.Default("protocol", "TCP");
            if (hostNetwork)
            {
                port.Default("hostPort", port["containerPort"]?.DeepClone());
            }
        }

        foreach (var variable in container.Objects("env"))
        {
            variable.Object("valueFrom", "fieldRef")?.Default("apiVersion", "v1");
        }

        foreach (var resources in new[] { "requests", "limits" })
        {
            WriteAsText(container.Object("resources", resources));
        }

        if (container.Object("resources", "limits") is { } limits)
        {
            var requests = container.Ensure("resources", "requests");
            foreach (var (name, value) in limits.ToArray())
            {
                requests.Default(name, value?.DeepClone());
            }
        }

        foreach (var name in new[] { "livenessProbe", "readinessProbe", "startupProbe" })
        {
            if (container.Object(name) is { } probe)
            {
                ApplyToProbe(probe);
            }
        }
    }

    /// <summary>A quantity may be given as a number; it is stored as text.</summary>
    private static void WriteAsText(JsonObject? quantities)
    {
        foreach (var (name, value) in quantities?.ToArray() ?? [])
        {
            quantities![name] = value.Text() ?? value?.ToJsonString();
        }
    }

    private static void ApplyToProbe(JsonObject probe)
    {
        probe.Default("timeoutSeconds", 1);
        probe.Default("periodSeconds", 10);
        probe.Default("successThreshold", 1);
        probe.Default("failureThreshold", 3);
        if (probe.Object("httpGet") is { } http)
        {
            http.Default("path", "/");
            http.Default("scheme", "HTTP");
        }
    }

    private static void ApplyToVolume(JsonObject volume)
    {
        foreach (var source in new[] { "configMap", "secret", "projected", "downwardAPI" })
        {
            volume.Object(source)?.Default("defaultMode", 420);
        }
    }

    private static void AddToleration(JsonObject spec, string key)
    {
        if (spec["tolerations"] is not JsonArray tolerations)
        {
            spec["tolerations"] = tolerations = [];
        }

        if (!tolerations.OfType<JsonObject>().Any(toleration =>
            toleration.Text("key") == key || (toleration.Text("key") is null && toleration.Text("operator") == "Exists")))
        {
            tolerations.Add(new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
        }
    }

    private static string QualityOfService(JsonObject spec)
    {
        var resources = spec.Objects("containers").Select(container => container.Object("resources") ?? []).ToList();
        if (resources.TrueForAll(entry => entry.Map("requests").Count == 0 && entry.Map("limits").Count == 0))
        {
            return "BestEffort";
        }

        bool Equal(JsonObject entry, string name) =>
            entry.Map("limits").TryGetValue(name, out var limit) && entry.Map("requests").GetValueOrDefault(name) == limit;
        return resources.TrueForAll(entry => Equal(entry, "cpu") && Equal(entry, "memory")) ? "Guaranteed" : "Burstable";
    }
}

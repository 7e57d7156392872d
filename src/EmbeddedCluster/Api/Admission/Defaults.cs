using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api.Admission;

/// <summary>The values that an API server fills in, per kind.</summary>
internal sealed class Defaults(ServiceAddresses addresses)
{
    public void Apply(ResourceType type, JsonObject item)
    {
        switch (type.Kind)
        {
            case "Pod":
                PodDefaults.ApplyToPod(item);
                break;
            case "Deployment":
                ApplyToDeployment(item.Ensure("spec"));
                break;
            case "ReplicaSet":
                ApplyToReplicaSet(item.Ensure("spec"));
                break;
            case "Job":
                ApplyToJob(item);
                break;
            case "Service":
                ApplyToService(item.Ensure("spec"));
                item.Ensure("status").Default("loadBalancer", new JsonObject());
                break;
            case "Ingress":
                item.Ensure("status").Default("loadBalancer", new JsonObject());
                break;
            case "Namespace":
                ApplyToNamespace(item);
                break;
            case "Secret":
                ApplyToSecret(item);
                break;
            case "NetworkPolicy":
                item.Ensure("spec").Default("policyTypes", new JsonArray("Ingress"));
                break;
        }
    }

    private static void ApplyToDeployment(JsonObject spec)
    {
        spec.Default("replicas", 1);
        spec.Default("revisionHistoryLimit", 10);
        spec.Default("progressDeadlineSeconds", 600);
        var strategy = spec.Ensure("strategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.Ensure("rollingUpdate");
            rolling.Default("maxUnavailable", "25%");
            rolling.Default("maxSurge", "25%");
        }

        PodDefaults.ApplyToTemplate(spec.Ensure("template"));
    }

    private static void ApplyToReplicaSet(JsonObject spec)
    {
        spec.Default("replicas", 1);
        PodDefaults.ApplyToTemplate(spec.Ensure("template"));
    }

    private static void ApplyToJob(JsonObject job)
    {
        var spec = job.Ensure("spec");
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec["completions"] = 1;
        }

        spec.Default("parallelism", 1);
        spec.Default("backoffLimit", 6);
        spec.Default("completionMode", "NonIndexed");
        spec.Default("suspend", false);
        spec.Default("podReplacementPolicy", "TerminatingOrFailed");
        spec.Default("manualSelector", false);
        if (!spec.Flag("manualSelector") && job.Uid().Length > 0)
        {
            spec.Default("selector", new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = job.Uid() } });
            var labels = spec.Ensure("template", "metadata", "labels");
            labels.Default("batch.kubernetes.io/controller-uid", job.Uid());
            labels.Default("batch.kubernetes.io/job-name", job.Name());
            labels.Default("controller-uid", job.Uid());
            labels.Default("job-name", job.Name());
        }

        PodDefaults.ApplyToTemplate(spec.Ensure("template"));
    }

    private void ApplyToService(JsonObject spec)
    {
        spec.Default("type", "ClusterIP");
        spec.Default("sessionAffinity", "None");
        if (spec.Text("type") == "ExternalName")
        {
            return;
        }

        if (string.IsNullOrEmpty(spec.Text("clusterIP")))
        {
            spec["clusterIP"] = addresses.NextClusterIp();
        }

        spec["clusterIPs"] = new JsonArray(spec.Text("clusterIP"));
        spec.Default("ipFamilies", new JsonArray("IPv4"));
        spec.Default("ipFamilyPolicy", "SingleStack");
        spec.Default("internalTrafficPolicy", "Cluster");
        var outside = spec.Text("type") is "NodePort" or "LoadBalancer";
        if (outside)
        {
            spec.Default("externalTrafficPolicy", "Cluster");
        }

        foreach (var port in spec.Objects("ports"))
        {
            port.Default("protocol", "TCP");
            port.Default("targetPort", port["port"]?.DeepClone());
            if (outside && port.Number("nodePort") is null or 0)
            {
                port["nodePort"] = addresses.NextNodePort();
            }
        }
    }

    private static void ApplyToNamespace(JsonObject item)
    {
        item.Ensure("metadata", "labels")["kubernetes.io/metadata.name"] = item.Name();
        item.Ensure("spec").Default("finalizers", new JsonArray("kubernetes"));
        item.Ensure("status").Default("phase", "Active");
    }

    private static void ApplyToSecret(JsonObject item)
    {
        item.Default("type", "Opaque");
        if (item.Object("stringData") is { } plain)
        {
            var data = item.Ensure("data");
            foreach (var (name, value) in plain)
            {
                data[name] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value.Text() ?? ""));
            }

            item.Remove("stringData");
        }
    }
}

using Gauntlet.Metrics.Model;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Experiments.Resources;

/// <summary>Sets what a workload used against the requests that came to it.</summary>
internal static class RequestFigures
{
    private const double Gibibyte = 1L << 30;

    /// <summary>The workload with what a request cost it.</summary>
    public static WorkloadResources Add(WorkloadResources workload, ManifestSet manifests, MetricsDocument figures, ResourcePrices? prices)
    {
        var item = manifests.Objects.FirstOrDefault(
            item => item.Kind.Name == workload.Kind && item.Namespace == workload.Namespace && item.Name == workload.Name);
        HashSet<string> routes = item is null ? [] : RoutesTo(item, manifests);
        var isIngress = routes.Count == 0 && item is not null && TakesPortsOfItsNode(item, manifests);
        var requests = isIngress ? figures.Overall.Requests
            : routes.Count > 0 ? figures.Routes.Where(route => routes.Contains(route.Name)).Sum(route => route.Requests)
            : (long?)null;
        var seconds = figures.Load.MeasuredSeconds;
        double? PerThousand(double? cores, double? bytes) => prices is { } price && requests > 0 && cores is not null && bytes is not null
            ? 1000 * ((cores * price.CoreHour) + (bytes / Gibibyte * price.GibHour)) * (seconds / 3600) / requests
            : null;
        return workload with
        {
            IsIngress = isIngress,
            Routes = [.. routes.Order(StringComparer.Ordinal)],
            Requests = requests,
            CpuMsPerRequest = requests > 0 && workload.CoresMean is { } cores ? Math.Round(cores * seconds * 1000 / requests.Value, 5) : null,
            CostByUse = PerThousand(workload.CoresMean, workload.MemoryMean),
            CostByRequest = PerThousand(Larger(workload.CoresMean, workload.CoresRequested), Larger(workload.MemoryMean, workload.MemoryRequested)),
        };
    }

    private static double? Larger(double? used, double? requested) => used is { } use ? Math.Max(use, requested ?? 0) : null;

    /// <summary>The names of the routes whose Service selects its pods.</summary>
    private static HashSet<string> RoutesTo(KubeObject workload, ManifestSet manifests)
    {
        var labels = LabelsOf(workload);
        var services = manifests.Objects.Where(item => item.Namespace == workload.Namespace).Select(item => item.As<V1Service>()).OfType<V1Service>()
            .Where(service => service.Spec?.Selector is { Count: > 0 } selector && selector.All(pair => labels.GetValueOrDefault(pair.Key) == pair.Value))
            .Select(service => $"{service.Metadata.NamespaceProperty}/{service.Metadata.Name}").ToHashSet();
        return manifests.Routes.Where(route => services.Contains(route.Service)).Select(route => route.Name).ToHashSet();
    }

    private static Dictionary<string, string?> LabelsOf(KubeObject workload)
    {
        var metadata = workload.Is<V1Pod>() ? workload.Body["metadata"] : workload.Body["spec"]?["template"]?["metadata"];
        return metadata?["labels"]?.AsObject().ToDictionary(label => label.Key, label => (string?)label.Value) ?? [];
    }

    /// <summary>What no route leads to, and takes requests all the same, from outside.</summary>
    private static bool TakesPortsOfItsNode(KubeObject workload, ManifestSet manifests) =>
        manifests.Containers.Any(container => container.Item.Reference == workload.Reference
            && container.Container["ports"]?.AsArray().Any(port => port?["hostPort"] is not null) == true);
}

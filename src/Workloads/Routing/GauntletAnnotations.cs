using System.Text.Json.Nodes;
using Gauntlet.ObjectRules;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Routing;

/// <summary>The annotations by which manifests speak to Gauntlet. One that nobody reads would be taken for obeyed.</summary>
internal static class GauntletAnnotations
{
    public const string Status = "gauntlet/expect-status";
    public const string Body = "gauntlet/expect-body";
    public const string Path = "gauntlet/path";
    public const string Method = "gauntlet/method";
    public const string RequestBody = "gauntlet/body";
    public const string HeaderPrefix = "gauntlet/header.";
    public const string Host = "gauntlet/host";
    private const string Prefix = "gauntlet/";

    /// <summary>On the pods of a workload; the embedded cluster reads it.</summary>
    private const string Fault = "gauntlet/fault";

    public static IEnumerable<ManifestProblem> Unknown(IReadOnlyList<KubeObject> objects) =>
        objects.SelectMany(entry => OnObject(entry).Concat(OnPods(entry)));

    private static IEnumerable<ManifestProblem> OnObject(KubeObject item) =>
        Unknown(item, "metadata", item.Kind.Name switch
        {
            "Service" => [Status, Body, Path, Host, Method, RequestBody, HeaderPrefix + "<Name>"],
            "Pod" => [Fault],
            _ => [],
        });

    private static IEnumerable<ManifestProblem> OnPods(KubeObject item) =>
        PodTemplate.PathIn(item.Body) is { Length: > 0 } path ? Unknown(item, $"{path}.metadata", [Fault]) : [];

    private static IEnumerable<ManifestProblem> Unknown(KubeObject item, string path, string[] known) =>
        (PodTemplate.At(item.Body, $"{path}.annotations") as JsonObject ?? []).Select(entry => entry.Key)
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !known.Contains(name))
            .Where(name => item.Kind.Name != "Service" || !name.StartsWith(HeaderPrefix, StringComparison.Ordinal))
            .Select(name => item.Problem(
                $"{path}.annotations.{name}",
                $"The annotation {name} has no meaning on a {item.Kind.Name}{(path == "metadata" ? "" : "'s pods")}{NearestName.Hint(name, known)}.",
                known.Length == 0 ? $"Only Services and pods have any of {Prefix}*." : $"Known here are {string.Join(", ", known)}."));
}

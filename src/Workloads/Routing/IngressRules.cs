using System.Text.RegularExpressions;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Routing;

/// <summary>One path of one rule of an Ingress.</summary>
/// <param name="Ingress">The object.</param>
/// <param name="Field">The path of the field that holds it.</param>
/// <param name="Host">As the rule gives it.</param>
/// <param name="Path">As the rule gives it; a slash where it gives none.</param>
/// <param name="IsPattern">Whether the controller takes the path for a regular expression.</param>
/// <param name="Backend">The Service; null where the rule names another resource.</param>
internal sealed record IngressRule(KubeObject Ingress, string Field, string Host, string Path, bool IsPattern, V1IngressServiceBackend? Backend)
{
    public Origin Origin => new(Ingress.Origin.File, Ingress.Origin.LineOf(Field), Ingress.Origin.Document);

    public ManifestProblem Problem(string field, string what, string remedy) => Ingress.Problem($"{Field}.{field}", what, remedy);
}

/// <summary>Takes Ingress objects apart; what a request cannot be made of is a problem.</summary>
internal static partial class IngressRules
{
    private const string UseRegex = "nginx.ingress.kubernetes.io/use-regex";

    public static IReadOnlyList<IngressRule> Find(IReadOnlyList<KubeObject> objects, List<ManifestProblem> problems)
    {
        var rules = new List<IngressRule>();
        var classes = objects.Where(entry => entry.Is<V1IngressClass>()).Select(entry => entry.Name).ToList();
        foreach (var (item, ingress) in objects.Where(entry => entry.Is<V1Ingress>()).Select(entry => (entry, entry.As<V1Ingress>()!)))
        {
            CheckClass(item, ingress, classes, problems);
            CheckDefault(item, ingress, objects, problems);
            foreach (var (index, rule) in (ingress.Spec?.Rules ?? []).Index())
            {
                rules.AddRange(OfRule(item, ingress, FieldPath.Of("spec.rules", index), rule, problems));
            }
        }

        return rules;
    }

    public static KubeObject? ServiceOf(KubeObject ingress, V1IngressServiceBackend? backend, IReadOnlyList<KubeObject> objects) =>
        objects.FirstOrDefault(entry => entry.Is<V1Service>() && entry.Name == backend?.Name && entry.Namespace == ingress.Namespace);

    private static IEnumerable<IngressRule> OfRule(KubeObject item, V1Ingress ingress, string field, V1IngressRule rule, List<ManifestProblem> problems)
    {
        if (rule.Host?.StartsWith("*.", StringComparison.Ordinal) == true)
        {
            problems.Add(item.Problem($"{field}.host", $"The host '{rule.Host}' is a wildcard, and a request has to name one host.", "Name the host in full."));
            return [];
        }

        if (rule.Host is null || !LocalHost().IsMatch(rule.Host))
        {
            problems.Add(item.Problem($"{field}.host", $"The host '{rule.Host}' is not local.", "Name a host under .localhost: the load must not be meant for anybody else."));
            return [];
        }

        if (rule.Http?.Paths is not { Count: > 0 } paths)
        {
            problems.Add(item.Problem(field, $"The rule for {rule.Host} has no path, so that nothing behind it can be asked.", "Give it http.paths, or remove it."));
            return [];
        }

        var patterns = ingress.GetAnnotation(UseRegex) == "true";
        return paths.Select((path, index) => new IngressRule(
            item, FieldPath.Of($"{field}.http.paths", index), rule.Host, path.Path ?? "/", patterns && Pattern().IsMatch(path.Path ?? ""), path.Backend?.Service));
    }

    /// <summary>Where the manifests bring no class, they count on one of the cluster.</summary>
    private static void CheckClass(KubeObject item, V1Ingress ingress, List<string> classes, List<ManifestProblem> problems)
    {
        if (ingress.Spec?.IngressClassName is { } name && classes.Count > 0 && !classes.Contains(name))
        {
            problems.Add(item.Problem(
                "spec.ingressClassName", $"There is no IngressClass '{name}'{NearestName.Hint(name, classes)}, so that no controller takes the Ingress.", $"Name one of {string.Join(", ", classes)}.") with
            { IsOfAbsence = true });
        }
    }

    private static void CheckDefault(KubeObject item, V1Ingress ingress, IReadOnlyList<KubeObject> objects, List<ManifestProblem> problems)
    {
        if (ingress.Spec?.DefaultBackend?.Service is { } backend && ServiceOf(item, backend, objects) is null)
        {
            problems.Add(item.Problem(
                "spec.defaultBackend.service.name", $"The Ingress sends what no rule takes to the Service '{backend.Name}', which does not exist in {item.Namespace}.", "Add the Service, or correct its name.") with
            { IsOfAbsence = true });
        }
    }

    /// <summary>A name that the API server takes as a host.</summary>
    [GeneratedRegex(@"\A(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*localhost\z")]
    private static partial Regex LocalHost();

    [GeneratedRegex(@"[()\[\]{}|*+?^$\\]")]
    private static partial Regex Pattern();
}

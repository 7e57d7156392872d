using System.Text.RegularExpressions;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Routing;

/// <summary>One path of one rule of an Ingress.</summary>
/// <param name="Ingress">The object.</param>
/// <param name="Field">The path of the field that holds it.</param>
/// <param name="Host">As the rule gives it, which may begin with a wildcard; empty where it is for all hosts.</param>
/// <param name="Path">As the rule gives it; a slash where it gives none.</param>
/// <param name="IsPattern">Whether the controller takes the path for a regular expression.</param>
/// <param name="Backend">The Service; null where the rule names another resource.</param>
internal sealed record IngressRule(KubeObject Ingress, string Field, string Host, string Path, bool IsPattern, V1IngressServiceBackend? Backend)
{
    /// <summary>Whether a request for a host comes here; a wildcard stands for one label.</summary>
    public bool Takes(string host) => Host.Length == 0 || host == Host
        || (Host.StartsWith('*') && host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && host[dot..] == Host[1..]);

    /// <summary>Whether a request has to be told which host to name.</summary>
    public bool IsOfManyHosts => Host.Length == 0 || Host.StartsWith('*');

    public Origin Origin => new(Ingress.Origin.File, Ingress.Origin.LineOf(Field), Ingress.Origin.Document);

    /// <summary>What is wrong with the host of the rule.</summary>
    public ManifestProblem HostProblem(string what, string remedy) =>
        Ingress.Problem($"{FieldPath.Parent(FieldPath.Parent(FieldPath.Parent(Field)))}.host", what, remedy);

    public ManifestProblem Problem(string field, string what, string remedy) => Ingress.Problem($"{Field}.{field}", what, remedy);
}

/// <summary>Takes Ingress objects apart; what a request cannot be made of is a problem.</summary>
internal static partial class IngressRules
{
    private const string UseRegex = "nginx.ingress.kubernetes.io/use-regex";

    public static IReadOnlyList<IngressRule> Find(IReadOnlyList<KubeObject> objects, HostNames hosts, List<ManifestProblem> problems)
    {
        var rules = new List<IngressRule>();
        foreach (var (item, ingress) in objects.Where(entry => entry.Is<V1Ingress>()).Select(entry => (entry, entry.As<V1Ingress>()!)))
        {
            foreach (var (index, rule) in (ingress.Spec?.Rules ?? []).Index())
            {
                rules.AddRange(OfRule(item, ingress, FieldPath.Of("spec.rules", index), rule, hosts, problems));
            }
        }

        return rules;
    }

    private static IEnumerable<IngressRule> OfRule(
        KubeObject item, V1Ingress ingress, string field, V1IngressRule rule, HostNames hosts, List<ManifestProblem> problems)
    {
        if (rule.Host is { } host && !hosts.Take(host))
        {
            problems.Add(item.Problem(
                $"{field}.host", $"The host '{host}' is not local.", $"Name a host under {hosts.Words}: the load must not be meant for anybody else."));
            return [];
        }

        if (rule.Http?.Paths is not { Count: > 0 } paths)
        {
            problems.Add(item.Problem(
                field, $"The rule for {rule.Host ?? "all hosts"} has no path, so that nothing behind it can be asked.", "Give it http.paths, or remove it."));
            return [];
        }

        var patterns = ingress.GetAnnotation(UseRegex) == "true";
        return paths.Select((path, index) => new IngressRule(
            item, FieldPath.Of($"{field}.http.paths", index), rule.Host ?? "", path.Path ?? "/", patterns && Pattern().IsMatch(path.Path ?? ""),
            path.Backend?.Service));
    }

    [GeneratedRegex(@"[()\[\]{}|*+?^$\\]")]
    private static partial Regex Pattern();
}

using Gauntlet.Build.Clusters.Existing;
using Gauntlet.PipelineHarness;
using Gauntlet.Workloads.Manifests;
using k8s;
using k8s.Models;

namespace Gauntlet.Build.Tests.Clusters;

/// <summary>The roles of manifests/rbac against what a run asks to be allowed.</summary>
[TestFixture]
public sealed class RolesTests
{
    /// <summary>Of what a run is asked about before its first stage.</summary>
    private static readonly string[] Asked = ["create-cluster", "deploy", "deploy-controller", "check-health", "delete-cluster"];

    private static readonly IReadOnlyList<IKubernetesObject<V1ObjectMeta>> All =
    [
        .. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "manifests", "rbac")).Order(StringComparer.Ordinal)
            .SelectMany(file => KubernetesYaml.LoadAllFromString(File.ReadAllText(file))).Cast<IKubernetesObject<V1ObjectMeta>>(),
    ];

    [Test]
    public void Roles_OfTheStages_GrantWhatIsAskedForAndNoMore()
    {
        var needed = AccessCheck.Needed(ManifestSet.Load(Path.Combine(Checkout.Root, "manifests")).Objects)
            .Select(right => (right.Verb, right.Group, right.Resource, right.Name)).Distinct();

        Assert.That(Asked.SelectMany(Granted).Distinct(), Is.EquivalentTo(needed));
    }

    [Test]
    public void Roles_OfTheStages_AreThoseOfTheAccount()
    {
        var labels = Role("gauntlet").AggregationRule.ClusterRoleSelectors.Single().MatchLabels;

        var aggregated = All.OfType<V1ClusterRole>().Where(role => labels.All(label => role.Metadata.Labels.Contains(label)))
            .Select(role => role.Metadata.Name);

        Assert.That(aggregated, Is.EquivalentTo(Asked.Concat(["load-test", "chaos", "collect-diagnostics"]).Select(name => "gauntlet-" + name)));
    }

    [Test]
    public void Roles_All_AreMarkedAndNotDeployed()
    {
        Assert.That(All.Select(item => item.Metadata.Annotations["config.kubernetes.io/local-config"]), Is.All.EqualTo("true"));
        Assert.That(ManifestSet.Load(Path.Combine(Checkout.Root, "manifests")).Objects.Select(item => item.Name), Has.None.StartsWith("gauntlet"));
    }

    private static V1ClusterRole Role(string name) => All.OfType<V1ClusterRole>().Single(role => role.Metadata.Name == name);

    private static IEnumerable<(string Verb, string Group, string Resource, string? Name)> Granted(string role) =>
        from rule in Role("gauntlet-" + role).Rules
        from verb in rule.Verbs
        from apiGroup in rule.ApiGroups
        from resource in rule.Resources
        from name in (rule.ResourceNames ?? []).DefaultIfEmpty()
        select (verb, apiGroup, resource, (string?)name);
}

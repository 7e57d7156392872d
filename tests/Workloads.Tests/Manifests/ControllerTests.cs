using k8s.Models;

namespace Gauntlet.Workloads.Tests.Manifests;

/// <summary>Holds the ingress controller against the facts of its release, v1.15.1: its arguments, probes, ports, security context and permissions.</summary>
public sealed class ControllerTests
{
    private static V1Deployment Deployment => Project.Get<V1Deployment>("ingress-nginx-controller");

    private static V1Container Container => Deployment.Spec.Template.Spec.Containers.Single();

    [Test]
    public void Arguments_OfTheController_AreTheReleasesWithoutTheAdmissionWebhook() => Assert.That(Container.Args, Is.EqualTo(new[]
    {
        "/nginx-ingress-controller",
        "--election-id=ingress-nginx-leader",
        "--controller-class=k8s.io/ingress-nginx",
        "--ingress-class=nginx",
        "--configmap=$(POD_NAMESPACE)/ingress-nginx-controller",
        "--watch-ingress-without-class=true",
        "--publish-status-address=localhost",
    }));

    [Test]
    public void Image_OfTheController_IsTheReleaseByItsDigest() => Assert.That(
        Container.Image,
        Is.EqualTo("registry.k8s.io/ingress-nginx/controller:v1.15.1@sha256:594ceea76b01c592858f803f9ff4d2cb40542cae2060410b2c95f75907d659e1"));

    [Test]
    public void Probes_OfTheController_AskItsHealthPort()
    {
        var port = Container.Ports.Single(port => port.Name == "metrics");

        Assert.That(port.ContainerPort, Is.EqualTo(10254));
        foreach (var probe in new[] { Container.StartupProbe, Container.ReadinessProbe, Container.LivenessProbe })
        {
            Assert.That((probe.HttpGet.Path, probe.HttpGet.Port.Value, probe.HttpGet.Host), Is.EqualTo(("/healthz", "metrics", (string?)null)));
        }
    }

    [Test]
    public void Ports_OfTheController_TakeTheNodesPorts() => Assert.That(
        Container.Ports.Where(port => port.HostPort is not null).Select(port => (port.Name, port.ContainerPort, port.HostPort, port.Protocol)),
        Is.EqualTo(new[] { ("http", 80, (int?)80, "TCP"), ("https", 443, 443, "TCP") }));

    [Test]
    public void SecurityContext_OfTheController_IsTheReleases()
    {
        var context = Container.SecurityContext;

        Assert.That((context.RunAsUser, context.RunAsGroup, context.RunAsNonRoot), Is.EqualTo(((long?)101, (long?)82, (bool?)true)));
        Assert.That(context.Capabilities.Drop, Is.EqualTo(new[] { "ALL" }));
        Assert.That(context.Capabilities.Add, Is.EqualTo(new[] { "NET_BIND_SERVICE" }));
        Assert.That((context.AllowPrivilegeEscalation, context.ReadOnlyRootFilesystem, context.SeccompProfile.Type),
            Is.EqualTo(((bool?)false, (bool?)false, "RuntimeDefault")));
    }

    [Test]
    public void Placement_OfTheController_IsTheNodeThatKindMapsThePortsTo()
    {
        var pod = Deployment.Spec.Template.Spec;
        var kind = File.ReadAllText(Path.Combine(Project.Root, "kind", "cluster.yaml"));
        var mapped = kind.Split("- role:").Skip(1).Single(node => node.Contains("hostPort", StringComparison.Ordinal));

        Assert.That(pod.NodeSelector["ingress-ready"], Is.EqualTo("true"));
        Assert.That(mapped, Does.Contain("ingress-ready: \"true\"").And.Contain("listenAddress: 127.0.0.1"));
        Assert.That(pod.Tolerations.Select(toleration => toleration.Key),
            Is.EquivalentTo(new[] { "node-role.kubernetes.io/master", "node-role.kubernetes.io/control-plane" }));
        Assert.That(Deployment.Spec.Strategy.Type, Is.EqualTo("Recreate"), "two pods cannot hold one host port");
    }

    [Test]
    public void Role_OfTheController_AllowsWhatTheReleaseUses() => Assert.That(Flatten(Project.Get<V1Role>("ingress-nginx").Rules), Is.EquivalentTo(new[]
    {
        "/namespaces: get",
        "/configmaps: get list watch", "/pods: get list watch", "/secrets: get list watch", "/endpoints: get list watch", "/services: get list watch",
        "networking.k8s.io/ingresses: get list watch", "networking.k8s.io/ingressclasses: get list watch", "networking.k8s.io/ingresses/status: update",
        "coordination.k8s.io/leases[ingress-nginx-leader]: get update", "coordination.k8s.io/leases: create",
        "/events: create patch", "discovery.k8s.io/endpointslices: get list watch",
    }));

    [Test]
    public void ClusterRole_OfTheController_AllowsWhatTheReleaseUses() =>
        Assert.That(Flatten(Project.Get<V1ClusterRole>("ingress-nginx").Rules), Is.EquivalentTo(new[]
    {
        "/configmaps: list watch", "/endpoints: list watch", "/nodes: list watch", "/pods: list watch", "/secrets: list watch", "/namespaces: list watch",
        "coordination.k8s.io/leases: list watch", "/nodes: get", "/services: get list watch",
        "networking.k8s.io/ingresses: get list watch", "networking.k8s.io/ingressclasses: get list watch",
        "/events: create patch", "networking.k8s.io/ingresses/status: update", "discovery.k8s.io/endpointslices: get list watch",
    }));

    [Test]
    public void Bindings_OfTheController_JoinItsRolesToItsServiceAccount()
    {
        var (role, cluster) = (Project.Get<V1RoleBinding>("ingress-nginx"), Project.Get<V1ClusterRoleBinding>("ingress-nginx"));
        var account = Project.Get<V1ServiceAccount>(Deployment.Spec.Template.Spec.ServiceAccountName);

        Assert.That((role.RoleRef.Kind, role.RoleRef.Name), Is.EqualTo(("Role", "ingress-nginx")));
        Assert.That((cluster.RoleRef.Kind, cluster.RoleRef.Name), Is.EqualTo(("ClusterRole", "ingress-nginx")));
        foreach (var subject in role.Subjects.Concat(cluster.Subjects))
        {
            Assert.That((subject.Kind, subject.NamespaceProperty, subject.Name),
                Is.EqualTo(("ServiceAccount", account.Metadata.NamespaceProperty, account.Metadata.Name)));
        }
    }

    [Test]
    public void IngressClass_OfTheController_IsTheOneThatIngressesName()
    {
        Assert.That(Project.Get<V1IngressClass>("nginx").Spec.Controller, Is.EqualTo("k8s.io/ingress-nginx"));
        Assert.That(Project.All<V1Ingress>().Select(ingress => ingress.Spec.IngressClassName), Is.Not.Empty.And.All.EqualTo("nginx"));
    }

    private static IEnumerable<string> Flatten(IEnumerable<V1PolicyRule> rules) =>
        from rule in rules
        from apiGroup in rule.ApiGroups
        from resource in rule.Resources
        let names = rule.ResourceNames is { Count: > 0 } ? $"[{string.Join(' ', rule.ResourceNames)}]" : ""
        select $"{apiGroup}/{resource}{names}: {string.Join(' ', rule.Verbs.Order(StringComparer.Ordinal))}";
}

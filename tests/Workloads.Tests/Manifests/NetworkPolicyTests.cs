using k8s.Models;

namespace Gauntlet.Workloads.Tests.Manifests;

public sealed class NetworkPolicyTests
{
    [Test]
    public void Policies_Types_AreIngressOnly() =>
        Assert.That(Project.All<V1NetworkPolicy>().Select(policy => string.Join(",", policy.Spec.PolicyTypes)), Is.Not.Empty.And.All.EqualTo("Ingress"));

    [Test]
    public void Policies_Selectors_CoverEveryPod()
    {
        foreach (var deployment in Project.Manifests.Deployments)
        {
            var policies = Project.All<V1NetworkPolicy>()
                .Where(policy => policy.Metadata.NamespaceProperty == deployment.Metadata.NamespaceProperty
                && Matches(policy.Spec.PodSelector, deployment.Spec.Template.Metadata.Labels));

            Assert.That(policies, Is.Not.Empty, deployment.Metadata.Name);
        }
    }

    [Test]
    public void EchoPolicy_Source_IsTheControllerAndNobodyElse()
    {
        var rule = Project.All<V1NetworkPolicy>().Single(policy => policy.Metadata.NamespaceProperty == "echo").Spec.Ingress.Single();
        var source = rule.FromProperty.Single();

        Assert.That(Project.All<V1Namespace>().Where(space => Matches(source.NamespaceSelector, space.Metadata.Labels)).Select(space => space.Metadata.Name),
            Is.EqualTo(new[] { "ingress-nginx" }));
        Assert.That(Project.Manifests.Deployments.Where(deployment => Matches(source.PodSelector, deployment.Spec.Template.Metadata.Labels))
            .Select(deployment => deployment.Metadata.Name), Is.EqualTo(new[] { "ingress-nginx-controller" }));
    }

    [Test]
    public void Policies_Ports_AreOnesThatTheirPodsListenOn()
    {
        foreach (var policy in Project.All<V1NetworkPolicy>())
        {
            var ports = Project.Manifests.Deployments
                .Where(deployment => deployment.Metadata.NamespaceProperty == policy.Metadata.NamespaceProperty
                    && Matches(policy.Spec.PodSelector, deployment.Spec.Template.Metadata.Labels))
                .SelectMany(deployment => deployment.Spec.Template.Spec.Containers).SelectMany(container => container.Ports)
                .SelectMany(port => new[] { port.Name, $"{port.ContainerPort}" });

            Assert.That(policy.Spec.Ingress.SelectMany(rule => rule.Ports).Select(port => port.Port.Value), Is.Not.Empty.And.SubsetOf(ports),
                policy.Metadata.Name);
        }
    }

    [Test]
    public void Services_Selectors_SelectTheirDeploymentOnly()
    {
        foreach (var service in Project.All<V1Service>())
        {
            var selected = Project.Manifests.Deployments.Where(deployment => deployment.Metadata.NamespaceProperty == service.Metadata.NamespaceProperty
                && service.Spec.Selector.All(label => deployment.Spec.Template.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value));

            Assert.That(selected.Select(deployment => deployment.Metadata.Name), Is.EqualTo(new[] { service.Metadata.Name }));
            Assert.That(service.Spec.Ports.Select(port => port.Protocol), Is.All.EqualTo("TCP"), "server-side apply on 1.20 needs it");
        }
    }

    private static bool Matches(V1LabelSelector selector, IDictionary<string, string> labels) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value);
}

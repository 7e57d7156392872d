using k8s.Models;

namespace Gauntlet.Workloads.Tests.Manifests;

/// <summary>Holds every pod against the restricted Pod Security Standard, and what one expects beyond it.</summary>
public sealed class PodStandardTests
{
    /// <summary>
    /// All that any pod is excused from, and why: the controller takes the node's ports, and nginx writes its configuration beside its binary.
    /// </summary>
    private static readonly string[] Exceptions = [
        "ingress-nginx-controller: hostPort 80", "ingress-nginx-controller: hostPort 443", "ingress-nginx-controller: root filesystem can be written"];

    private static IEnumerable<V1Deployment> Echo => Project.Manifests.Deployments.Where(deployment => deployment.Metadata.NamespaceProperty == "echo");

    [Test]
    public void EveryPod_AgainstTheRestrictedStandard_HasOnlyTheListedExceptions() =>
        Assert.That(Project.Manifests.Deployments.SelectMany(Violations), Is.EquivalentTo(Exceptions));

    [Test]
    public void EveryContainer_Resources_AreRequestedAndMemoryIsLimited()
    {
        foreach (var container in Project.Manifests.Deployments.SelectMany(deployment => deployment.Spec.Template.Spec.Containers))
        {
            Assert.That(container.Resources.Requests.Keys, Is.SupersetOf(new[] { "cpu", "memory" }), container.Name);
            Assert.That(container.Resources.Limits.Keys, Does.Contain("memory"), container.Name);
            Assert.That((container.StartupProbe, container.ReadinessProbe, container.LivenessProbe),
                Is.Not.EqualTo(((V1Probe?)null, (V1Probe?)null, (V1Probe?)null)), container.Name);
        }
    }

    [Test]
    public void EchoPods_ServiceAccountToken_IsNotMounted() =>
        Assert.That(Echo.Select(deployment => deployment.Spec.Template.Spec.AutomountServiceAccountToken), Is.Not.Empty.And.All.False);

    [Test]
    public void EchoDeployments_Replicas_AreTwoEach() =>
        Assert.That(Echo.Select(deployment => (deployment.Metadata.Name, deployment.Spec.Replicas)), Is.EquivalentTo(new[] { ("bar", (int?)2), ("foo", 2) }));

    [Test]
    public void EveryImage_Reference_IsPinnedByTagAndDigest() =>
        Assert.That(Project.Manifests.Images, Has.Count.EqualTo(2).And.All.Match("^[^:@]+:[^:@]+@sha256:[0-9a-f]{64}$"));

    [Test]
    public void Namespaces_PodSecurityLabels_EnforceRestrictedWhereNoExceptionNeedsLess()
    {
        var labels = Project.Get<V1Namespace>("echo").Metadata.Labels;

        Assert.That(labels["pod-security.kubernetes.io/enforce"], Is.EqualTo("restricted"));
        Assert.That(labels["pod-security.kubernetes.io/enforce-version"], Is.EqualTo("v1.35"));
        Assert.That(Project.Get<V1Namespace>("ingress-nginx").Metadata.Labels["pod-security.kubernetes.io/warn"], Is.EqualTo("restricted"));
    }

    private static IEnumerable<string> Violations(V1Deployment deployment)
    {
        var pod = deployment.Spec.Template.Spec;
        var shared = pod.HostNetwork == true || pod.HostPID == true || pod.HostIPC == true ? ["shares a namespace of the host"] : Array.Empty<string>();
        var volumes = (pod.Volumes ?? [])
            .Where(volume => volume.ConfigMap is null && volume.EmptyDir is null && volume.Projected is null && volume.Secret is null
            && volume.DownwardAPI is null).Select(volume => $"volume {volume.Name}");
        return shared.Concat(volumes).Concat(pod.Containers.Concat(pod.InitContainers ?? []).SelectMany(container => Violations(pod, container)))
            .Select(text => $"{deployment.Metadata.Name}: {text}");
    }

    private static IEnumerable<string> Violations(V1PodSpec pod, V1Container container)
    {
        var context = container.SecurityContext;
        if ((context?.RunAsNonRoot ?? pod.SecurityContext?.RunAsNonRoot) != true
            || (context?.RunAsUser ?? pod.SecurityContext?.RunAsUser) is null or 0) { yield return "may run as root"; }
        if (context?.AllowPrivilegeEscalation != false) { yield return "may gain privileges"; }
        if (context?.Privileged == true) { yield return "is privileged"; }
        if (context?.Capabilities?.Drop?.Contains("ALL") != true
            || (context.Capabilities.Add ?? []).Any(name => name != "NET_BIND_SERVICE")) { yield return "keeps capabilities"; }
        if ((context?.SeccompProfile ?? pod.SecurityContext?.SeccompProfile)?.Type is not (
            "RuntimeDefault" or "Localhost")) { yield return "has no seccomp profile"; }
        if (context?.ProcMount is not (null or "Default")) { yield return "mounts proc its own way"; }
        foreach (var port in (container.Ports ?? []).Where(port => port.HostPort > 0)) { yield return $"hostPort {port.HostPort}"; }
        foreach (var probe in new[] { container.StartupProbe, container.ReadinessProbe, container.LivenessProbe }
            .Where(probe => probe?.HttpGet?.Host is not null || probe?.TcpSocket?.Host is not null)) { yield return $"a probe asks another host ({probe})"; }

        // Beyond the standard.
        if (context?.ReadOnlyRootFilesystem != true) { yield return "root filesystem can be written"; }
    }
}

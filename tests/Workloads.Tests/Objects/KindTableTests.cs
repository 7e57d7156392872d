using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Tests.Objects;

public sealed class KindTableTests
{
    private static readonly IKubernetesObject<V1ObjectMeta>[] Namespaced =
    [
        new V1Service(), new V1ConfigMap(), new V1Endpoints(), new Corev1Event(), new V1ServiceAccount(), new V1Deployment(), new V1DaemonSet(),
        new V1CronJob(), new V1Ingress(),
        new V1NetworkPolicy(), new V1Role(), new V1RoleBinding(), new V1PodDisruptionBudget(), new V2HorizontalPodAutoscaler(), new V1EndpointSlice(),
        new V1Lease(),
    ];

    private static readonly IKubernetesObject<V1ObjectMeta>[] OfTheCluster =
    [
        new V1Namespace(), new V1Node(), new V1PersistentVolume(), new V1ClusterRole(), new V1ClusterRoleBinding(), new V1IngressClass(), new V1StorageClass(),
        new V1PriorityClass(),
        new V1CustomResourceDefinition(), new V1APIService(), new V1ValidatingWebhookConfiguration(), new V1RuntimeClass(), new V1FlowSchema(),
        new V1CertificateSigningRequest(),
    ];

    [TestCaseSource(nameof(Namespaced))]
    public void Of_KindOfANamespace_IsNamespaced(IKubernetesObject<V1ObjectMeta> resource) =>
        Assert.That(KindTable.Of(resource.GetType()).IsNamespaced, Is.True);

    [TestCaseSource(nameof(OfTheCluster))]
    public void Of_KindOfTheCluster_IsNot(IKubernetesObject<V1ObjectMeta> resource) => Assert.That(KindTable.Of(resource.GetType()).IsNamespaced, Is.False);

    /// <summary>The names of the client's types are a convention; it must hold for all of them.</summary>
    [Test]
    public void TypeOf_EveryKindOfTheClient_IsFoundByItsName()
    {
        Assert.That(KindTable.BuiltIn, Has.Count.GreaterThan(60));
        Assert.That(KindTable.BuiltIn.Where(kind => KindTable.TypeOf(kind.ApiVersion, kind.Name) is not { } type || KindTable.Of(type) != kind), Is.Empty);
    }

    [TestCase("apps/v1", "Pod")]
    [TestCase("v1", "DeploymentList")]
    [TestCase("v1", "ObjectMeta")]
    [TestCase("", "")]
    [TestCase("v1/", "Pod")]
    public void TypeOf_WhatIsNoKind_IsNone(string version, string name) => Assert.That(KindTable.TypeOf(version, name), Is.Null);

    /// <summary>A kind of the API's own groups is misspelt; any other group may have been brought by somebody.</summary>
    [TestCase("v1", "Servise", "Did you mean apiVersion: v1, kind: Service?")]
    [TestCase("apps/v1", "deployment", "Did you mean apiVersion: apps/v1, kind: Deployment?")]
    [TestCase("app/v1", "Deployment", "Did you mean apiVersion: apps/v1, kind: Deployment?")]
    [TestCase("apps/v1beta1", "Deployment", "Did you mean apiVersion: apps/v1, kind: Deployment?")]
    [TestCase("extensions/v1beta1", "Ingress", "Did you mean apiVersion: networking.k8s.io/v1, kind: Ingress?")]
    [TestCase("networking.k8s.oi/v1", "Ingress", "Did you mean apiVersion: networking.k8s.io/v1, kind: Ingress?")]
    [TestCase("v1", "Gizmo", "Check the spelling of apiVersion and kind.")]
    [TestCase("monitoring.coreos.com/v1", "ServiceMonitor", null)]
    [TestCase("serving.knative.dev/v1", "Service", null)]
    [TestCase("gateway.networking.k8s.io/v1", "HTTPRoute", null)]
    public void Correct_UnknownKind_IsWhatWasMeant(string version, string name, string? remedy) =>
        Assert.That(UnknownKinds.Correct(version, name), Is.EqualTo(remedy));
}

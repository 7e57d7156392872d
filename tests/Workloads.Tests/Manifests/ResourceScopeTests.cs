using Gauntlet.Workloads.Manifests;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Tests.Manifests;

public sealed class ResourceScopeTests
{
    private static readonly IKubernetesObject<V1ObjectMeta>[] Namespaced =
    [
        new V1Service(), new V1ConfigMap(), new V1Endpoints(), new Corev1Event(), new V1ServiceAccount(), new V1Deployment(), new V1DaemonSet(), new V1CronJob(), new V1Ingress(),
        new V1NetworkPolicy(), new V1Role(), new V1RoleBinding(), new V1PodDisruptionBudget(), new V2HorizontalPodAutoscaler(), new V1EndpointSlice(), new V1Lease(),
    ];

    private static readonly IKubernetesObject<V1ObjectMeta>[] OfTheCluster =
    [
        new V1Namespace(), new V1Node(), new V1PersistentVolume(), new V1ClusterRole(), new V1ClusterRoleBinding(), new V1IngressClass(), new V1StorageClass(), new V1PriorityClass(),
        new V1CustomResourceDefinition(), new V1APIService(), new V1ValidatingWebhookConfiguration(), new V1RuntimeClass(), new V1FlowSchema(), new V1CertificateSigningRequest(),
    ];

    [TestCaseSource(nameof(Namespaced))]
    public void IsNamespaced_KindOfANamespace_IsTrue(IKubernetesObject<V1ObjectMeta> resource) => Assert.That(ResourceScope.IsNamespaced(resource), Is.True);

    [TestCaseSource(nameof(OfTheCluster))]
    public void IsNamespaced_KindOfTheCluster_IsFalse(IKubernetesObject<V1ObjectMeta> resource) => Assert.That(ResourceScope.IsNamespaced(resource), Is.False);
}

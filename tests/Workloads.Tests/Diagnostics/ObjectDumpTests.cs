using Gauntlet.Workloads.Diagnostics;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Tests.Diagnostics;

public sealed class ObjectDumpTests
{
    private static readonly IKubernetesObject<V1ObjectMeta>[] WithPods =
    [
        new V1Pod { Metadata = Metadata, Spec = Pod },
        new V1Deployment { Metadata = Metadata, Spec = new V1DeploymentSpec { Template = Template } },
        new V1ReplicaSet { Metadata = Metadata, Spec = new V1ReplicaSetSpec { Template = Template } },
        new V1DaemonSet { Metadata = Metadata, Spec = new V1DaemonSetSpec { Template = Template } },
    ];

    private static V1ObjectMeta Metadata => new() { Name = "a" };

    private static V1PodTemplateSpec Template => new() { Spec = Pod };

    private static V1PodSpec Pod => new()
    {
        Containers = [new V1Container { Name = "a",
            Env = [new V1EnvVar { Name = "LOG_LEVEL", Value = "debug" }, new V1EnvVar { Name = "DD_API_KEY", Value = "hidden-1" }] }],
        InitContainers = [new V1Container { Name = "b", Env = [new V1EnvVar { Name = "DB_PASS", Value = "hidden-2" }] }],
        EphemeralContainers = [new V1EphemeralContainer { Name = "c", Env = [new V1EnvVar { Name = "ACCESS_TOKEN", Value = "hidden-3" }] }],
    };

    [TestCaseSource(nameof(WithPods))]
    public void Yaml_VariableThatIsNamedLikeASecret_IsMaskedInEveryPodTemplate(IKubernetesObject<V1ObjectMeta> item) =>
        Assert.That(ObjectDump.Yaml(item), Does.Contain("debug").And.Contain("(redacted)").And.Not.Contain("hidden"));
}

using Gauntlet.EmbeddedCluster.Client;

namespace Gauntlet.EmbeddedCluster.Tests.Kubelet;

internal sealed class ImageReferenceTests
{
    [TestCase("busybox", "docker.io/library/busybox:latest")]
    [TestCase("hashicorp/http-echo:1.0.0", "docker.io/hashicorp/http-echo:1.0.0")]
    [TestCase("registry.k8s.io/ingress-nginx/controller:v1.15.1", "registry.k8s.io/ingress-nginx/controller:v1.15.1")]
    [TestCase("localhost:5000/a/b", "localhost:5000/a/b:latest")]
    [TestCase("localhost/a", "localhost/a:latest")]
    public void TryParse_Name_IsCompletedAsContainerdDoes(string text, string full) => Assert.That(ImageReference.TryParse(text)?.Full, Is.EqualTo(full));

    [TestCase("Upper/Case")]
    [TestCase("a b")]
    [TestCase("a@sha256:12")]
    [TestCase("a:tag:tag")]
    [TestCase("/a")]
    [TestCase("")]
    public void TryParse_NoImageName_IsNull(string text) => Assert.That(ImageReference.TryParse(text), Is.Null);
}

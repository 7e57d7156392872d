using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Workloads.Tests.Clusters;

/// <summary>A namespace with one Deployment that cannot become healthy.</summary>
internal static class Fault
{
    public const string EchoImage = "hashicorp/http-echo:1.0.0@sha256:fcb75f691c8b0414d670ae570240cbf95502cc18a9ba57e982ecac589760a186";

    /// <param name="folder">Where the manifests go.</param>
    /// <param name="name">Of the namespace and of the Deployment.</param>
    /// <param name="image">Of its only container.</param>
    /// <param name="container">More fields of that container, as one line of YAML flow.</param>
    /// <param name="progressDeadline">In seconds.</param>
    public static ManifestSet Write(TemporaryFolder folder, string name, string image, string container, int progressDeadline = 300)
    {
        folder.Write("namespace.yaml", $"apiVersion: v1\nkind: Namespace\nmetadata: {{name: {name}}}\n");
        folder.Write("deployment.yaml", $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: {{name}}, namespace: {{name}} }
            spec:
              replicas: 1
              progressDeadlineSeconds: {{progressDeadline}}
              selector:
                matchLabels: {app: {{name}} }
              template:
                metadata:
                  labels: {app: {{name}} }
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                    - {name: main, image: "{{image}}", {{container}} }
            """);
        var manifests = ManifestSet.Load(folder.Path, clusterMayHaveMore: true);
        Assert.That(manifests.Problems.Select(problem => problem.What), Is.All.StartsWith("No Ingress"),
            "none but that of the missing route, which a fault before it does not need");
        return manifests;
    }
}

namespace Gauntlet.Workloads.Tests;

/// <summary>A folder for one test, with files by name.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gauntlet-workloads-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>The project's own manifests, to be changed by a test.</summary>
    public TemporaryFolder WithProjectManifests()
    {
        var source = System.IO.Path.Combine(Project.Root, "manifests");
        foreach (var file in Directory.EnumerateFiles(source, "*.yaml", SearchOption.AllDirectories))
        {
            Write(System.IO.Path.GetRelativePath(source, file), File.ReadAllText(file));
        }

        return this;
    }

    /// <summary>A shop in a namespace of its own, of every kind that is judged and that Kubernetes 1.20 has.</summary>
    public TemporaryFolder WithShop()
    {
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.Combine(Project.Root, "tests", "Workloads.Tests", "Sets", "shop")))
        {
            Write($"shop/{System.IO.Path.GetFileName(file)}", File.ReadAllText(file));
        }

        return this;
    }

    /// <summary>A third echo workload, made of the files of the second alone; its rule stands in an Ingress of its own.</summary>
    public TemporaryFolder WithBaz()
    {
        foreach (var kind in new[] { "deployment", "service" })
        {
            Write($"echo/baz-{kind}.yaml",
                File.ReadAllText(System.IO.Path.Combine(Path, "echo", $"bar-{kind}.yaml")).Replace("bar", "baz", StringComparison.Ordinal));
        }

        Write("echo/baz-ingress.yaml", """
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata:
              name: baz
              namespace: echo
            spec:
              ingressClassName: nginx
              rules:
                - host: baz.localhost
                  http:
                    paths:
                      - path: /
                        pathType: Prefix
                        backend:
                          service:
                            name: baz
                            port:
                              name: http
            """);
        return this;
    }
}

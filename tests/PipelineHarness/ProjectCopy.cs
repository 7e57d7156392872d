namespace Gauntlet.PipelineHarness;

/// <summary>
/// A copy of what the pipeline reads, in a temporary folder with artifacts, a user's cache, a cluster name and ports of its own, so that tests
/// neither meet each other nor touch the checkout. Disposing deletes its embedded cluster and the folder.
/// </summary>
public sealed class ProjectCopy : IAsyncDisposable
{
    private static readonly string[] Copied = ["cake.config", "Gauntlet.slnx", ".trivyignore.yaml", "manifests", "kind"];

    private static readonly string[] Built = ["bin", "obj"];

    private ProjectCopy(string home) => Home = home;

    /// <summary>The folder that holds everything of the copy.</summary>
    public string Home { get; }

    /// <summary>The project's root, whose name has a space in it.</summary>
    public string Root => Path.Combine(Home, "a project");

    /// <summary>The user's cache: tools and locks.</summary>
    public string Cache => Path.Combine(Home, "cache");

    /// <summary>A folder that comes first on the PATH of the host, for stand-ins of tools.</summary>
    public string Tools => Path.Combine(Home, "tools");

    /// <summary>The name of its cluster.</summary>
    public string ClusterName { get; } = "test-" + Guid.NewGuid().ToString("N")[..8];

    /// <summary>The port of the ingress over HTTP.</summary>
    public int HttpPort { get; } = FreePorts.Take();

    /// <summary>The port of the ingress over HTTPS.</summary>
    public int HttpsPort { get; } = FreePorts.Take();

    /// <summary>Makes a copy of the checkout's manifests and configuration.</summary>
    public static ProjectCopy Create()
    {
        var copy = CreateEmpty();
        Directory.CreateDirectory(copy.Artifact("."));
        foreach (var name in Copied)
        {
            Copy(Path.Combine(Checkout.Root, name), copy.PathOf(name));
        }

        return copy;
    }

    /// <summary>Makes one that holds nothing: somebody else's repository.</summary>
    public static ProjectCopy CreateEmpty()
    {
        var copy = new ProjectCopy(Directory.CreateTempSubdirectory("gauntlet-test-").FullName);
        foreach (var folder in new[] { copy.Root, copy.Cache, copy.Tools })
        {
            Directory.CreateDirectory(folder);
        }

        return copy;
    }

    /// <summary>Makes a copy of the whole checkout but for what is built or written by a run, to build it anew.</summary>
    public static ProjectCopy CreateWithSources()
    {
        var copy = Create();
        foreach (var entry in Directory.EnumerateFileSystemEntries(Checkout.Root).Where(entry => !Path.Exists(copy.PathOf(Path.GetFileName(entry)))))
        {
            Copy(entry, copy.PathOf(Path.GetFileName(entry)));
        }

        return copy;
    }

    /// <summary>Puts the whole checkout, but for what is built or written by a run, into a folder beside the project.</summary>
    public void AddSourcesBeside(string folder)
    {
        Directory.CreateDirectory(Path.Combine(Home, folder));
        foreach (var entry in Directory.EnumerateFileSystemEntries(Checkout.Root).Where(entry => Path.GetFileName(entry) is not (".git" or "artifacts")))
        {
            Copy(entry, Path.Combine(Home, folder, Path.GetFileName(entry)));
        }
    }

    /// <summary>A path inside the project.</summary>
    public string PathOf(params string[] segments) => Path.Combine([Root, .. segments]);

    /// <summary>A path inside artifacts/.</summary>
    public string Artifact(params string[] segments) => Path.Combine([Root, "artifacts", .. segments]);

    /// <summary>Replaces text in a file of the project, such as a manifest.</summary>
    /// <exception cref="InvalidOperationException">The file does not hold the text.</exception>
    public void Replace(string file, string old, string replacement)
    {
        var text = File.ReadAllText(PathOf(file));
        if (!text.Contains(old, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{file} does not hold '{old}'.");
        }

        File.WriteAllText(PathOf(file), text.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>Adds an echo workload of this name beside bar, by files alone: a Deployment, a Service, and an Ingress for its host under .localhost.</summary>
    public void AddWorkload(string name)
    {
        foreach (var kind in new[] { "deployment", "service" })
        {
            File.WriteAllText(
                PathOf("manifests", "echo", $"{name}-{kind}.yaml"),
                File.ReadAllText(PathOf("manifests", "echo", $"bar-{kind}.yaml")).Replace("bar", name, StringComparison.Ordinal));
        }

        File.WriteAllText(PathOf("manifests", "echo", $"{name}-ingress.yaml"), $$"""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: {{name}}, namespace: echo}
            spec:
              ingressClassName: nginx
              rules:
                - host: {{name}}.localhost
                  http:
                    paths:
                      - path: /
                        pathType: Prefix
                        backend:
                          service:
                            name: {{name}}
                            port: {name: http}
            """);
    }

    /// <summary>Puts an executable shell script first on the host's PATH.</summary>
    /// <param name="name">The tool it stands in for, such as trivy.</param>
    /// <param name="script">The body, without the first line that names the shell.</param>
    public void AddTool(string name, string script)
    {
        var file = Path.Combine(Tools, name);
        File.WriteAllText(file, "#!/bin/sh\n" + script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Starts the host on this project, by another command where one is given; <see cref="HostVariables"/> says with which environment.</summary>
    public PipelineProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, IReadOnlyList<string>? under = null) =>
        PipelineProcess.Start(this, arguments, environment, under ?? []);

    /// <summary>Starts the host and waits for its end.</summary>
    public async Task<PipelineResult> RunAsync(params string[] arguments)
    {
        await using var process = Start(arguments);
        return await process.ExitAsync();
    }

    /// <summary>Starts the host with further environment variables (null removes one) and waits for its end.</summary>
    public async Task<PipelineResult> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        await using var process = Start(arguments, environment);
        return await process.ExitAsync();
    }

    /// <summary>Runs a command line of a shell in the project's root, with the host's environment and further variables, and waits for its end.</summary>
    public async Task<PipelineResult> ShellAsync(string commandLine, IReadOnlyDictionary<string, string?>? environment = null)
    {
        await using var process = PipelineProcess.StartShell(this, commandLine, environment);
        return await process.ExitAsync();
    }

    /// <summary>Deletes the cluster that a test may have left, then the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (trace, kind) in new[] { (Artifact("embedded-cluster", "endpoint.json"), "embedded"), (Artifact("kind-cluster.yaml"), "kind") })
        {
            if (File.Exists(trace))
            {
                await RunAsync("--target=DeleteCluster", "--cluster=" + kind);
            }
        }

        Directory.Delete(Home, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var entry in Directory.EnumerateFileSystemEntries(from).Where(entry => !Built.Contains(Path.GetFileName(entry))))
        {
            Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
        }
    }
}

using System.Diagnostics;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Rendering;
using Gauntlet.Workloads.Sources;

namespace Gauntlet.Workloads.Tests.Sources;

/// <summary>A repository with manifests, read by the source that they are written for.</summary>
internal sealed class SourceBench : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SourceBench() => Directory.CreateDirectory(Root);

    /// <summary>Has a space in its name.</summary>
    public string Root => Path.Combine(_folder.Path, "a repository");

    /// <summary>What takes the tool's place; kubectl itself otherwise.</summary>
    public SourceTool? Tool { get; init; }

    /// <summary>The calls of the tool.</summary>
    public int Calls { get; private set; }

    public void Dispose() => _folder.Dispose();

    /// <summary>Everything of this project's manifests.</summary>
    public SourceBench WithProjectManifests()
    {
        var source = Path.Combine(Project.Root, "manifests");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            Write(Path.Combine("manifests", Path.GetRelativePath(source, file)), File.ReadAllText(file));
        }

        return this;
    }

    /// <summary>Images that are built from the checkout.</summary>
    public IReadOnlyCollection<string> BuiltImages { get; init; } = [];

    public string Write(string name, string text) => _folder.Write(Path.Combine("a repository", name), text);

    public string Read(string name) => File.ReadAllText(Path.Combine(Root, name));

    /// <summary>Reads a folder of the repository, whose files are named from manifests/.</summary>
    public Task<ManifestSet> ReadAsync(string folder, CancellationToken cancellation) => ManifestSources.ReadAsync(
        [
            new SourceRequest(Path.Combine(Root, folder), Path.Combine(Root, "manifests"), new Repository(Root))
            {
                Run = RunAsync,
                KubernetesVersion = "1.35.8",
                BuiltImages = BuiltImages,
            },
        ],
        clusterMayHaveMore: false, [], cancellation);

    private Task<ToolAnswer> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        lock (_folder)
        {
            Calls++;
        }

        return (Tool ?? KubectlAsync)(arguments, cancellation);
    }

    private static async Task<ToolAnswer> KubectlAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo("kubectl", arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new ToolAnswer(process.ExitCode, errors.Split('\n'));
    }
}

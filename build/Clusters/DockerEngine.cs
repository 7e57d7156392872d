using Cake.Docker;
using Gauntlet.Build.Processes;

namespace Gauntlet.Build.Clusters;

/// <summary>What the pipeline asks of Docker itself.</summary>
public static class DockerEngine
{
    /// <summary>The engine's version; null where none answers.</summary>
    public static string? Version(ICakeContext context)
    {
        try
        {
            return context.DockerCustomCommand("info --format {{.ServerVersion}}").LastOrDefault(line => line.Length > 0)?.Trim();
        }
        catch (CakeException)
        {
            // Not installed, not running or not permitted: in each case there is no engine for us.
            return null;
        }
    }

    /// <summary>Names of the containers of a kind cluster, running or not.</summary>
    public static IReadOnlyList<string> ContainersOfCluster(ICakeContext context, string cluster) =>
        [.. context.DockerCustomCommand($"ps --all --filter label=io.x-k8s.kind.cluster={cluster} --format {{{{.Names}}}}")
            .Select(line => line.Trim()).Where(line => line.Length > 0)];

    /// <summary>The state of each container of a kind cluster, by name: running, paused, exited and others.</summary>
    public static IReadOnlyDictionary<string, string> StatesOf(ICakeContext context, string cluster) =>
        context.DockerCustomCommand($"ps --all --filter label=io.x-k8s.kind.cluster={cluster} --format {{{{.Names}}}}={{{{.State}}}}")
            .Select(line => line.Trim().Split('=')).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>Ports of the host that the containers of a kind cluster publish.</summary>
    public static IReadOnlyList<string> PublishedPorts(ICakeContext context, string cluster) =>
        [.. context.DockerCustomCommand($"ps --filter label=io.x-k8s.kind.cluster={cluster} --format {{{{.Ports}}}}")];

    /// <summary>Whether the engine has an image of this name.</summary>
    public static bool HasImage(ICakeContext context, string image) =>
        context.DockerCustomCommand($"images --quiet {image}").Any(line => line.Trim().Length > 0);

    /// <summary>Builds an image from a Dockerfile; the project's root is its context.</summary>
    public static void Build(ICakeContext context, string dockerfile, string image) =>
        _ = context.DockerCustomCommand(PinnedTool.Render(["build", "--file", dockerfile, "--tag", image, "."]).Render()).Count();

    /// <summary>The engine's id of an image, <c>sha256:...</c>.</summary>
    public static string ImageId(ICakeContext context, string image) =>
        context.DockerCustomCommand($"inspect --type image --format {{{{.Id}}}} {image}").First(line => line.Length > 0).Trim();

    /// <summary>Saves a local image into a tar archive that kind can load.</summary>
    public static void Save(ICakeContext context, string image, string archive) =>
        context.DockerSave(new DockerImageSaveSettings { Output = archive }, image);
}

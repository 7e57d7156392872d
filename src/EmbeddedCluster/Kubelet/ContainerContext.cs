using System.Net;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>What a container is started with.</summary>
internal sealed record ContainerContext(
    JsonObject Pod, JsonObject Container, IPAddress PodAddress, IReadOnlyDictionary<string, string> Environment, ContainerLog Log)
{
    /// <summary>The arguments with <c>$(NAME)</c> replaced from the environment; the entry point of the image is not among them.</summary>
    public IReadOnlyList<string> Arguments => [.. Container.Texts("args").Select(Expand)];

    public IReadOnlyList<string> Command => [.. Container.Texts("command").Select(Expand)];

    /// <summary>The value of <c>-name=value</c>, <c>--name=value</c> or <c>-name value</c>.</summary>
    public string? Flag(string name)
    {
        string[] all = [.. Command.Skip(1), .. Arguments];
        for (var index = 0; index < all.Length; index++)
        {
            var argument = all[index].TrimStart('-');
            if (all[index].StartsWith('-') && argument.StartsWith($"{name}=", StringComparison.Ordinal))
            {
                return argument[(name.Length + 1)..];
            }

            if (all[index].StartsWith('-') && argument == name)
            {
                return index + 1 < all.Length && !all[index + 1].StartsWith('-') ? all[index + 1] : "";
            }
        }

        return null;
    }

    private string Expand(string text) => ContainerEnvironment.Expand(text, Environment);
}

/// <summary>What runs for an image.</summary>
internal interface IContainerProgram
{
    /// <summary>Starts it; what it returns is already listening.</summary>
    Task<IRunningContainer> StartAsync(ContainerContext context, CancellationToken cancellationToken);
}

internal interface IRunningContainer
{
    /// <summary>Completes with the exit code once the program has ended, by itself or because it was stopped.</summary>
    Task<int> Exited { get; }

    /// <summary>Ends it: first gently, by force once <paramref name="force"/> is cancelled.</summary>
    Task StopAsync(CancellationToken force);
}

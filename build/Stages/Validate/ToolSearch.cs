using Gauntlet.Build.Clusters;
using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>The tools of a run while they are looked for: each can be had before all are there.</summary>
public sealed class ToolSearch
{
    // One resolver for all tools: its deadline is for all downloads together.
    private readonly ToolResolver _resolver;
    private readonly Dictionary<string, Task<ResolvedTool?>> _looking;

    /// <param name="resolver">Knows where to look.</param>
    /// <param name="needed">What the cluster and the sources of the manifests work with.</param>
    /// <param name="scanner">What looks for vulnerabilities; null where nothing shall.</param>
    internal ToolSearch(ToolResolver resolver, IReadOnlyList<ClusterTool> needed, ClusterTool? scanner)
    {
        (_resolver, Needed, Scanner) = (resolver, needed, scanner);
        _looking = needed.Concat(scanner is null ? [] : [scanner]).DistinctBy(tool => tool.Pin.Name)
            .ToDictionary(tool => tool.Pin.Name, tool => Task.Run(() => resolver.Find(tool.Pin)));
    }

    /// <summary>What the run works with, but for the scanner.</summary>
    public IReadOnlyList<ClusterTool> Needed { get; }

    /// <summary>What looks for vulnerabilities; null where nothing shall.</summary>
    public ClusterTool? Scanner { get; }

    /// <summary>The path of a tool that is on PATH or cached; null where it has to be downloaded, or must not run.</summary>
    public async Task<string?> PathOfAsync(string name)
    {
        try
        {
            return _looking.GetValueOrDefault(name) is { } looking ? (await looking.ConfigureAwait(false))?.Path : null;
        }
        catch (ToolException)
        {
            // Who collects the findings is told of it.
            return null;
        }
    }

    /// <summary>The tool, downloaded where it is required and not there; null where it is neither.</summary>
    /// <exception cref="ToolException">It is unavailable, or must not run.</exception>
    public async Task<ResolvedTool?> ResolveAsync(ClusterTool wanted, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return await _looking[wanted.Pin.Name].ConfigureAwait(false)
            ?? (wanted.IsRequired ? await _resolver.ResolveAsync(wanted.Pin, allowDownload: true, cancellation).ConfigureAwait(false) : null);
    }
}

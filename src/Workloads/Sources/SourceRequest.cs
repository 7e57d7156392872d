namespace Gauntlet.Workloads.Sources;

/// <summary>Runs the tool of a source to its end, by its arguments.</summary>
/// <param name="arguments">Without the command.</param>
/// <param name="cancellation">Kills it.</param>
public delegate Task<ToolAnswer> SourceTool(IReadOnlyList<string> arguments, CancellationToken cancellation);

/// <summary>How a tool ended.</summary>
/// <param name="ExitCode">0 where it did what it was told.</param>
/// <param name="Errors">What it wrote on standard error.</param>
public sealed record ToolAnswer(int ExitCode, IReadOnlyList<string> Errors);

/// <summary>What a source is asked for.</summary>
/// <param name="Folder">That is read, rooted.</param>
/// <param name="Names">The folder that files are named from.</param>
/// <param name="Repository">What nothing may lie outside of.</param>
public sealed record SourceRequest(string Folder, string Names, Repository Repository)
{
    /// <summary>Runs the source's tool.</summary>
    public SourceTool Run { get; init; } = (_, _) => throw new InvalidOperationException("The source has no tool.");

    /// <summary>Files with values of a chart, rooted; a later one has the word.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Single values of a chart, such as <c>replicas=3</c>.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>Images that are built from the checkout: no registry gives them a digest.</summary>
    public IReadOnlyCollection<string> BuiltImages { get; init; } = [];

    /// <summary>The version of Kubernetes that a chart is rendered for.</summary>
    public required string KubernetesVersion { get; init; }

    /// <summary>A file as problems name it: from the folder of names, with forward slashes.</summary>
    internal string NameOf(string file) => Path.GetRelativePath(Names, file).Replace('\\', '/');
}

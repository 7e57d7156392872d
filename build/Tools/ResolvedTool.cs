namespace Gauntlet.Build.Tools;

/// <summary>A tool that can be run.</summary>
/// <param name="Name">The command.</param>
/// <param name="Path">Absolute.</param>
/// <param name="Version">Without a leading <c>v</c>; <c>unknown</c> where the tool on PATH does not tell.</param>
/// <param name="Source">Where it was found.</param>
/// <param name="Warning">What its user should know, a version skew for one; null where there is nothing.</param>
public sealed record ResolvedTool(string Name, string Path, string Version, ToolSource Source, string? Warning)
{
    /// <summary>Of its file, lower-case hexadecimal; null where it cannot be read.</summary>
    public required string? Sha256 { get; init; }
}

/// <summary>Where a tool was found.</summary>
public enum ToolSource
{
    /// <summary>On the user's PATH, as it is.</summary>
    Path,

    /// <summary>In the user's cache, verified again.</summary>
    Cache,

    /// <summary>Downloaded and verified just now.</summary>
    Download,
}

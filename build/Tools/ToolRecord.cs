namespace Gauntlet.Build.Tools;

/// <summary>A tool of this run.</summary>
/// <param name="Source">path, cache or download.</param>
public sealed record ToolRecord(string Name, string Path, string Version, string Source)
{
    /// <summary>SHA-256 of its file when Validate found it; null where that was not recorded.</summary>
    public string? Sha256 { get; init; }
}

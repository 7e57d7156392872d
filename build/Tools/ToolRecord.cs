namespace Gauntlet.Build.Tools;

/// <summary>A tool of this run.</summary>
/// <param name="Source">path, cache or download.</param>
public sealed record ToolRecord(string Name, string Path, string Version, string Source);

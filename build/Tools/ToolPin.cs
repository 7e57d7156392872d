namespace Gauntlet.Build.Tools;

/// <summary>One version of one tool, and where it is downloaded from on each platform that has a known checksum.</summary>
/// <param name="Name">The command, without <c>.exe</c>.</param>
/// <param name="Version">Without a leading <c>v</c>.</param>
/// <param name="VersionArguments">What makes the tool print its version.</param>
/// <param name="AllowedMinorSkew">How many minor versions a tool on PATH may differ from the pin before a warning.</param>
/// <param name="Downloads">By platform, as in <see cref="ToolPlatform.Current"/>.</param>
public sealed record ToolPin(
    string Name, string Version, IReadOnlyList<string> VersionArguments, int AllowedMinorSkew, IReadOnlyDictionary<string, ToolDownload> Downloads)
{
    /// <summary>Where a person finds out how to install it.</summary>
    public required Uri HomePage { get; init; }

    /// <summary>Versions that must not run, with the reason for each.</summary>
    public IReadOnlyDictionary<string, string> Refused { get; init; } = new Dictionary<string, string>();
}

/// <summary>A file to download.</summary>
/// <param name="Address">Of the binary or of the archive that holds it.</param>
/// <param name="Sha256">Of the downloaded file, lower-case hexadecimal.</param>
/// <param name="ArchiveEntry">The tool's name inside a .tar.gz; null where the file is the tool itself.</param>
public sealed record ToolDownload(Uri Address, string Sha256, string? ArchiveEntry = null);

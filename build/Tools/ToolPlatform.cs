using System.Runtime.InteropServices;

namespace Gauntlet.Build.Tools;

/// <summary>Names of platforms as the tools' own releases spell them.</summary>
public static class ToolPlatform
{
    public const string LinuxX64 = "linux-amd64";

    public const string MacArm64 = "darwin-arm64";

    /// <summary>The platform of this process.</summary>
    public static string Current { get; } = $"{OperatingSystemName()}-{ArchitectureName(RuntimeInformation.OSArchitecture)}";

    private static string OperatingSystemName() =>
        OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : "unknown";

    private static string ArchitectureName(Architecture architecture) => architecture switch
    {
        Architecture.X64 => "amd64",
        Architecture.X86 => "386",
        _ => architecture.ToString().ToLowerInvariant(),
    };
}

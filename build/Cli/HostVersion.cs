using System.Reflection;
using Cake.Cli;

namespace Gauntlet.Build.Cli;

/// <summary>What --version and --info print in place of Cake's own.</summary>
public sealed class HostVersion : IVersionResolver, ICakeInfoFeature
{
    /// <summary>The packages that compat/ stands in for, as this build was made.</summary>
    public static IReadOnlyList<string> StandIns { get; } =
    [
        .. (typeof(HostVersion).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "StandIns")?.Value ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries).Where(name => name != "none"),
    ];

    /// <inheritdoc/>
    public string GetVersion()
    {
        var parts = GetProductVersion().Split('+', 2);
        return $"Gauntlet {parts[0]}, commit {(parts.Length == 2 ? parts[1] : "unknown")}";
    }

    /// <inheritdoc/>
    public string GetProductVersion() => VersionOf(typeof(HostVersion).Assembly);

    /// <inheritdoc/>
    public void Run(IConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        console.WriteLine("{0}", GetVersion());
        console.WriteLine("Cake {0}, .NET {1}", VersionOf(typeof(ICakeEngine).Assembly).Split('+')[0], Environment.Version);
        console.WriteLine("Stand-ins in use: {0}", StandIns.Count == 0 ? "none" : string.Join(", ", StandIns));
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version!.ToString();
}

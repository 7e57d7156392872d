using System.Reflection;
using Cake.Cli;
using Gauntlet.Build.Hosting;

namespace Gauntlet.Build.Cli;

/// <summary>What --version and --info print in place of Cake's own.</summary>
public sealed class HostVersion : IVersionResolver, ICakeInfoFeature
{
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
        console.WriteLine("Stand-ins in use: {0}", RunFactory.StandIns.Count == 0 ? "none" : string.Join(", ", RunFactory.StandIns));
    }

    private static string VersionOf(Assembly assembly) => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version!.ToString();
}

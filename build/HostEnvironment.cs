using Cake.Core.IO;
using Path = System.IO.Path;

namespace Gauntlet.Build;

/// <summary>What the host is started in. Read once from the process; nothing else in the host asks the process for its variables.</summary>
/// <param name="Variables">The environment variables.</param>
/// <param name="HostFolder">The folder of the built host, with the embedded cluster beside it.</param>
public sealed record HostEnvironment(IReadOnlyDictionary<string, string> Variables, string HostFolder)
{
    /// <summary>The value of a variable; null where it is not set.</summary>
    public string? this[string name] => Variables.GetValueOrDefault(name);

    /// <summary>The user's folder for what outlives a run: tools, Trivy's database, locks.</summary>
    public string UserCache => Path.Combine(
        this["XDG_CACHE_HOME"] is { Length: > 0 } cache && Path.IsPathRooted(cache)
            ? cache
            : OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "gauntlet");

    /// <summary>That of this process.</summary>
    public static HostEnvironment OfProcess()
    {
        var variables = Environment.GetEnvironmentVariables();
        var names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        return new HostEnvironment(variables.Keys.Cast<string>().ToDictionary(name => name, name => (string)variables[name]!, names), AppContext.BaseDirectory);
    }
}

/// <summary>
/// Cake's view of it. The working directory belongs to the run: Cake's own environment changes that of the whole process,
/// and with it what the caller's relative paths mean.
/// </summary>
public sealed class ProjectEnvironment(HostEnvironment environment, ICakePlatform platform, ICakeRuntime runtime) : ICakeEnvironment
{
    private readonly CakeEnvironment _cake = new(platform, runtime);
    private DirectoryPath _working = Environment.CurrentDirectory;

    /// <inheritdoc/>
    public DirectoryPath WorkingDirectory
    {
        get => _working;
        set => _working = value.MakeAbsolute(this);
    }

    /// <inheritdoc/>
    public DirectoryPath ApplicationRoot => environment.HostFolder;

    /// <inheritdoc/>
    public ICakePlatform Platform => platform;

    /// <inheritdoc/>
    public ICakeRuntime Runtime => runtime;

    /// <inheritdoc/>
    public DirectoryPath GetSpecialPath(SpecialPath path) => _cake.GetSpecialPath(path);

    /// <inheritdoc/>
    public string GetEnvironmentVariable(string variable) => environment[variable]!;

    /// <inheritdoc/>
    public IDictionary<string, string> GetEnvironmentVariables() => environment.Variables.ToDictionary();
}

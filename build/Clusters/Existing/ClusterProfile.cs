using Gauntlet.Build.Cli;
using YamlDotNet.Serialization;

namespace Gauntlet.Build.Clusters.Existing;

/// <summary>What is known of an existing cluster: a file of profiles/. Its values stand for options that are not given.</summary>
public sealed class ClusterProfile
{
    /// <value>The context of the kubeconfig.</value>
    public string? Context { get; init; }

    /// <value>The kubeconfig; from the root of the project where it is relative.</value>
    public string? Kubeconfig { get; init; }

    /// <value>ip:port of the ingress over HTTP.</value>
    public string? Address { get; init; }

    /// <value>ip:port of the ingress over HTTPS.</value>
    public string? HttpsAddress { get; init; }

    /// <value>The subject that it expects of an identity token.</value>
    public string? TokenSubject { get; init; }

    /// <value>The audience that it expects of an identity token.</value>
    public string? TokenAudience { get; init; }

    /// <value>Names under which its hosts are.</value>
    public IList<string> AllowedHosts { get; init; } = [];

    /// <value>Requests per second that a load may send to it; null without a limit.</value>
    public double? HighestRate { get; init; }

    /// <value>Whether faults may be made on it; default true.</value>
    public bool Chaos { get; init; } = true;

    /// <value>Whether whatever changes it needs a confirmation.</value>
    public bool Protected { get; init; }

    /// <summary>Where it lies, from the root of the project.</summary>
    [YamlIgnore]
    public string File { get; private set; } = "";

    /// <summary>The profile of this name.</summary>
    /// <exception cref="UsageException">There is none, or it cannot be read.</exception>
    public static ClusterProfile Read(BuildPaths paths, string name)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var path = Path.Combine(paths.Profiles, name + ".yaml");
        var file = paths.Named(path);
        try
        {
            var profile = ProjectYaml.Parse<ClusterProfile>(System.IO.File.ReadAllText(path), file, "profile");
            profile.File = file;
            return profile;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The profile {file} of --profile cannot be read: {e.Message}");
        }
    }

    /// <summary>The profile that speaks of a context, asked for or not: who forgets to name it is bound by it all the same.</summary>
    /// <exception cref="UsageException">One of them cannot be read.</exception>
    public static ClusterProfile? OfContext(BuildPaths paths, string context)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Directory.Exists(paths.Profiles)
            ? Directory.EnumerateFiles(paths.Profiles, "*.yaml").Order(StringComparer.Ordinal)
                .Select(file => Read(paths, Path.GetFileNameWithoutExtension(file)))
                .FirstOrDefault(profile => profile.Context == context)
            : null;
    }

    /// <summary>The value that it has for an option, as an environment variable would give it; null where it has none.</summary>
    public string? ValueOf(BuildPaths paths, string variable)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return variable == ClusterOptions.Kind.EnvironmentVariable ? ExistingCluster.Name
            : variable == ExistingOptions.Context.EnvironmentVariable ? Context
            : variable == ExistingOptions.Kubeconfig.EnvironmentVariable ? Kubeconfig is null ? null : Path.GetFullPath(Kubeconfig, paths.Root)
            : variable == ExistingOptions.IngressAddress.EnvironmentVariable ? Address
            : variable == ExistingOptions.IngressHttpsAddress.EnvironmentVariable ? HttpsAddress
            : variable == ExistingOptions.TokenSubject.EnvironmentVariable ? TokenSubject
            : variable == ExistingOptions.TokenAudience.EnvironmentVariable ? TokenAudience
            : variable == ExistingOptions.AllowHosts.EnvironmentVariable && AllowedHosts.Count > 0 ? string.Join('\n', AllowedHosts)
            : null;
    }
}

using System.Globalization;

namespace Gauntlet.PipelineHarness;

/// <summary>
/// The environment of a host under test: that of the tests without what a CI service, GitHub or Gauntlet's own options would bring in. Its cache is the
/// copy's, the copy's tools come first on its PATH, and the copy's cluster name and ports stand for options that are not given. What a copy builds is not
/// compiled ahead: it is started too seldom.
/// </summary>
public static class HostVariables
{
    private static readonly string[] Foreign = ["CI", "KUBECONFIG", "NO_COLOR", "TERM"];
    private static readonly string[] ForeignPrefixes = ["GAUNTLET_", "GITHUB_", "RUNNER_", "ACTIONS_"];

    /// <summary>All variables.</summary>
    /// <param name="copy">The project.</param>
    /// <param name="further">Set last; null removes one.</param>
    public static IReadOnlyDictionary<string, string> Of(ProjectCopy copy, IReadOnlyDictionary<string, string?>? further)
    {
        ArgumentNullException.ThrowIfNull(copy);
        var inherited = Environment.GetEnvironmentVariables();
        var variables = inherited.Keys.Cast<string>().Where(name => !IsForeign(name)).ToDictionary(name => name, name => (string)inherited[name]!);
        variables["XDG_CACHE_HOME"] = copy.Cache;
        variables["PATH"] = copy.Tools + Path.PathSeparator + variables.GetValueOrDefault("PATH");
        variables["CompileAhead"] = "false";
        variables["GAUNTLET_CLUSTER_NAME"] = copy.ClusterName;
        variables["GAUNTLET_HTTP_PORT"] = copy.HttpPort.ToString(CultureInfo.InvariantCulture);
        variables["GAUNTLET_HTTPS_PORT"] = copy.HttpsPort.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in further ?? new Dictionary<string, string?>())
        {
            variables.Remove(name);
            if (value is not null)
            {
                variables[name] = value;
            }
        }

        return variables;
    }

    private static bool IsForeign(string name) => Foreign.Contains(name) || ForeignPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}

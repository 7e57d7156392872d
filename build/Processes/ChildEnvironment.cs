namespace Gauntlet.Build.Processes;

/// <summary>The environment of every child process: the host's, without tokens and without what would change what a tool is told to do.</summary>
public static class ChildEnvironment
{
    /// <summary>
    /// What tools read beside their arguments: k6's options; what Trivy scans, leaves out and fails for; the plugins and namespaces of Helm and Kustomize; in
    /// which repository and index git works, where a hook of git has started the host.
    /// </summary>
    private static readonly string[] SettingsOfTools =
    [
        "K6_", "TRIVY_", "HELM_", "KUSTOMIZE_", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX",
    ];

    /// <summary>All variables of a child.</summary>
    /// <param name="ofHost">The host's.</param>
    /// <param name="further">Set for this child; null removes one.</param>
    public static IReadOnlyDictionary<string, string?> Of(
        IEnumerable<KeyValuePair<string, string>> ofHost, IEnumerable<KeyValuePair<string, string?>>? further = null)
    {
        ArgumentNullException.ThrowIfNull(ofHost);
        var variables = ofHost.Where(variable => !IsWithheld(variable.Key)).ToDictionary(variable => variable.Key, variable => (string?)variable.Value);
        foreach (var (name, value) in further ?? [])
        {
            variables[name] = value;
        }

        return variables;
    }

    private static bool IsWithheld(string name) =>
        SecretMask.Variables.Contains(name) || SettingsOfTools.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}

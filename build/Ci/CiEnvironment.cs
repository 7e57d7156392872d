using Gauntlet.PullRequests.Context;

namespace Gauntlet.Build.Ci;

/// <summary>The CI service that this process runs in, told by its environment variables. Whoever asks whether this is CI asks here.</summary>
public sealed class CiEnvironment(HostEnvironment environment)
{
    /// <summary>True in any CI service.</summary>
    public bool IsCi { get; } = environment["CI"] is "true" or "1" || IsTrue(environment["GITHUB_ACTIONS"]);

    /// <summary>True inside a step of GitHub Actions.</summary>
    public bool IsGitHubActions { get; } = IsTrue(environment["GITHUB_ACTIONS"]);

    /// <summary>The branch that the job is about, of a pull request its own; null elsewhere.</summary>
    public string? Branch => IsGitHubActions ? Value("GITHUB_HEAD_REF") ?? Value("GITHUB_REF_NAME") : null;

    /// <summary>Who runs this: who started the job, else the user of the machine.</summary>
    public string Actor => (IsGitHubActions ? Value("GITHUB_ACTOR") : null) ?? Value("USER") ?? Value("USERNAME") ?? "unknown";

    /// <summary>The branch that the job's pull request goes to; null where it is about none.</summary>
    public string? BaseBranch => IsGitHubActions ? Value("GITHUB_BASE_REF") : null;

    /// <summary>The file of the page that the service shows for the step; null outside a step, as are the others.</summary>
    public string? SummaryFile => Value("GITHUB_STEP_SUMMARY");

    /// <summary>The file of the step's outputs.</summary>
    public string? OutputFile => Value("GITHUB_OUTPUT");

    /// <summary>The file of environment variables for the job's later steps.</summary>
    public string? VariablesFile => Value("GITHUB_ENV");

    /// <summary>Reads which pull request this is about, and on whose behalf; the event file too.</summary>
    public CiContext ReadContext() => CiContext.Detect(environment.Variables.ToDictionary(pair => pair.Key, pair => (string?)pair.Value));

    private static bool IsTrue(string? value) => "true".Equals(value, StringComparison.OrdinalIgnoreCase);

    private string? Value(string variable) => environment[variable] is { Length: > 0 } value ? value : null;
}

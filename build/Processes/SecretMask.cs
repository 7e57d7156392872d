namespace Gauntlet.Build.Processes;

/// <summary>Replaces the values of secrets in whatever is printed or kept.</summary>
public sealed class SecretMask
{
    private readonly string[] _secrets;

    /// <param name="environment">Looks up an environment variable.</param>
    public SecretMask(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _secrets = [.. Variables.Select(environment).OfType<string>().Where(value => value.Length >= 8)];
    }

    /// <summary>The environment variables that hold secrets.</summary>
    public static IReadOnlyList<string> Variables { get; } = ["GITHUB_TOKEN", "GH_TOKEN", "ACTIONS_RUNTIME_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"];

    /// <summary>The values, for who has to announce them to a log viewer before anything is printed.</summary>
    public IReadOnlyList<string> Values => _secrets;

    public string Apply(string text) => _secrets.Aggregate(text, (masked, secret) => masked.Replace(secret, "***", StringComparison.Ordinal));
}

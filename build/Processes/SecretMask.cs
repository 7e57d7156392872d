using System.Collections.Immutable;

namespace Gauntlet.Build.Processes;

/// <summary>Replaces the values of secrets in whatever is printed or kept: those of the environment, and those that a run comes to know.</summary>
public sealed class SecretMask
{
    /// <summary>What is shorter would be replaced in words that are none.</summary>
    private const int Shortest = 8;
    private ImmutableArray<string> _secrets;

    /// <param name="environment">Looks up an environment variable.</param>
    public SecretMask(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _secrets = [.. Variables.Select(environment).OfType<string>().Where(value => value.Length >= Shortest)];
    }

    /// <summary>Told of every secret that is added, before its value is used.</summary>
    public event Action<string>? Added;

    /// <summary>The environment variables that hold secrets.</summary>
    public static IReadOnlyList<string> Variables { get; } = ["GITHUB_TOKEN", "GH_TOKEN", "ACTIONS_RUNTIME_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"];

    /// <summary>The values, for who has to announce them to a log viewer before anything is printed.</summary>
    public IReadOnlyList<string> Values => _secrets;

    /// <summary>From here on a value is a secret.</summary>
    public void Add(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length >= Shortest && ImmutableInterlocked.Update(ref _secrets, secrets => secrets.Contains(value) ? secrets : secrets.Add(value)))
        {
            Added?.Invoke(value);
        }
    }

    public string Apply(string text) => _secrets.Aggregate(text, (masked, secret) => masked.Replace(secret, "***", StringComparison.Ordinal));
}

namespace Gauntlet.Build.Cli;

/// <summary>The checked command line: what Frosting gets, and the values of our own options.</summary>
/// <param name="HostArguments">Every argument in the one spelling that Frosting reads as it is meant.</param>
/// <param name="Targets">The target in its own spelling; Default when none was named.</param>
/// <param name="Mode">"--dryrun", "--tree", ... where the host only prints; null where it runs.</param>
/// <param name="Values">Values by option name, from the command line and the environment; a flag has the value "true".</param>
public sealed record CommandLine(
    IReadOnlyList<string> HostArguments,
    IReadOnlyList<string> Targets,
    string? Mode,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Values)
{
    /// <summary>The folder of <c>--working</c>, or null.</summary>
    public string? Working { get; init; }

    /// <summary>The verbosity as written, or null.</summary>
    public string? Verbosity { get; init; }

    /// <summary>Reads and checks all arguments.</summary>
    /// <param name="arguments">As the process got them.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <param name="targets">The targets that exist.</param>
    /// <exception cref="UsageException">The first mistake, with the nearest valid name.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments, Func<string, string?> environment, IReadOnlyCollection<string> targets)
    {
        var reader = new CommandLineReader(targets);
        for (var i = 0; i < arguments.Count; i++)
        {
            i += reader.Read(arguments[i], i + 1 < arguments.Count ? arguments[i + 1] : null);
        }

        foreach (var option in OptionCatalog.All.Where(option => !reader.Values.ContainsKey(option.Name)))
        {
            if (environment(option.EnvironmentVariable) is { Length: > 0 } value)
            {
                reader.ReadEnvironment(option, value);
            }
        }

        return reader.Finish();
    }
}

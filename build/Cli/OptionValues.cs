namespace Gauntlet.Build.Cli;

/// <summary>The options of this process, checked and typed.</summary>
public sealed class OptionValues
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _given;
    private readonly Dictionary<string, object?> _values;

    /// <summary>Types the checked values.</summary>
    /// <param name="line">Names and values.</param>
    /// <param name="inContinuousIntegration">Some defaults are others there.</param>
    /// <exception cref="UsageException">Options that exclude each other, need another, or do not go with the target.</exception>
    public OptionValues(CommandLine line, bool inContinuousIntegration)
    {
        ArgumentNullException.ThrowIfNull(line);
        (_given, Targets) = (line.Values, line.Targets);
        // All at once: a relative path is meant from the folder that the process was started in.
        _values = OptionCatalog.All.ToDictionary(option => option.Name, option => option.Read(Texts(option, inContinuousIntegration)));
        if (OptionCatalog.Sets.SelectMany(set => set.Problems(this)).FirstOrDefault() is { } problem)
        {
            throw new UsageException(problem);
        }
    }

    /// <summary>What this process was asked to run.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>Every option that was given, as it would be written; without secrets, as no option takes one.</summary>
    public IReadOnlyList<string> Written =>
        [.. OptionCatalog.All.Where(Has)
            .SelectMany(option => _given[option.Name].Select(value => option.Kind == OptionKind.Flag ? $"--{option.Name}" : $"--{option.Name}={value}"))];

    /// <summary>The value of an option.</summary>
    public T Of<T>(Option<T> option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return (T)_values[option.Name]!;
    }

    /// <summary>Whether it was given, on the command line or by its variable.</summary>
    public bool Has(Option option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return _given.ContainsKey(option.Name);
    }

    private IReadOnlyList<string> Texts(Option option, bool inContinuousIntegration) =>
        _given.TryGetValue(option.Name, out var given) ? given
        : ((inContinuousIntegration ? option.DefaultInCi : null) ?? option.Default) is { } text ? [text]
        : [];
}

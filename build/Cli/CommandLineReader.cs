using Gauntlet.Workloads.Objects;

namespace Gauntlet.Build.Cli;

/// <summary>Reads one argument after the other and refuses what Frosting would misread.</summary>
internal sealed class CommandLineReader(IReadOnlyCollection<string> targets)
{
    private readonly List<string> _host = [];
    private readonly Dictionary<string, string> _once = [];
    private readonly Dictionary<string, List<string>> _values = [];
    private string? _mode;

    public IReadOnlyDictionary<string, List<string>> Values => _values;

    /// <summary>Reads one argument; answers how many following arguments it took as its value.</summary>
    public int Read(string argument, string? next)
    {
        if (!argument.StartsWith('-') || argument.Trim('-').Length == 0)
        {
            var target = targets.FirstOrDefault(name => name.Equals(argument, StringComparison.OrdinalIgnoreCase)) ?? NearestName.Find(argument, targets);
            throw new UsageException(target is null
                ? $"'{argument}' is no option. Options start with -- and targets are written --target=<name>; see --help."
                : $"'{argument}' is no option. Write --target={target} to run that target.");
        }

        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? argument : argument[..equals];
        var value = equals < 0 ? null : argument[(equals + 1)..];
        return HostOptions.Find(name) is { } host ? ReadHost(name, host, value, next) : ReadOwn(name, value, next);
    }

    public void ReadEnvironment(Option option, string value)
    {
        if (option.Kind == OptionKind.Flag)
        {
            if (!bool.TryParse(value, out var on))
            {
                throw new UsageException($"The environment variable {option.EnvironmentVariable} is '{value}'; it takes true or false.");
            }

            if (on)
            {
                _values[option.Name] = ["true"];
            }

            return;
        }

        // Several values stand in one variable, separated by line feeds: expressions may hold any other character.
        foreach (var one in option.Kind == OptionKind.Repeatable ? value.Split('\n', StringSplitOptions.RemoveEmptyEntries) : [value])
        {
            Add(option, one, option.EnvironmentVariable);
        }
    }

    public CommandLine Finish()
    {
        RefuseForAnotherCluster();
        return new CommandLine(
            _host, [_once.GetValueOrDefault("--target", RunTargets.Default)], _mode,
            _values.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value))
        {
            Working = _once.GetValueOrDefault("--working"),
            Verbosity = _once.GetValueOrDefault("--verbosity"),
        };
    }

    private int ReadHost(string name, HostOption option, string? value, string? next)
    {
        var canonical = option.Name;
        if (option.Unit is null)
        {
            if (value is not null)
            {
                throw new UsageException($"{name} takes no value, but was given '{value}'.");
            }

            _host.Add(canonical);
            _mode ??= HostOptions.Harmless.Contains(canonical) ? canonical : null;
            return 0;
        }

        var taken = Take(name, value, next, out var text);
        switch (canonical)
        {
            case "--target":
                text = targets.FirstOrDefault(target => target.Equals(text, StringComparison.OrdinalIgnoreCase))
                    ?? throw new UsageException($"There is no target '{text}'{NearestName.Hint(text, targets)}. --description lists them.");
                break;
            case "--verbosity":
                if (OneVerbosity(text) is { } problem)
                {
                    throw new UsageException($"{name} '{text}' {problem}.");
                }

                break;
            default:
                if (!Directory.Exists(text))
                {
                    throw new UsageException($"The folder '{text}' of {name} does not exist.");
                }

                if (!File.Exists(Path.Combine(text, BuildPaths.Marker)))
                {
                    throw new UsageException(
                        $"The folder '{text}' of {name} holds no {BuildPaths.Marker}, which marks the root of a project. "
                        + "Give the folder that has it.");
                }

                break;
        }

        Once(canonical, text, canonical == "--target" ? $" {RunTargets.Full} runs all stages in their order." : "");
        _host.Add($"{canonical}={text}");
        return taken;
    }

    private int ReadOwn(string name, string? value, string? next)
    {
        if (!name.StartsWith("--", StringComparison.Ordinal) || OptionCatalog.Find(name[2..]) is not { } option)
        {
            var names = OptionCatalog.All.Select(known => "--" + known.Name).Concat(HostOptions.Names);
            throw new UsageException($"There is no option {name}{NearestName.Hint(name, names)}. --help lists them.");
        }

        if (option.Kind == OptionKind.Flag)
        {
            if (value is not null)
            {
                throw new UsageException($"{name} takes no value, but was given '{value}'.");
            }

            _values[option.Name] = ["true"];
            _host.Add(name);
            return 0;
        }

        var taken = Take(name, value, next, out var text);
        Add(option, text, name);
        if (option.Kind == OptionKind.Value)
        {
            Once(name, text);
        }

        _host.Add($"{name}={text}");
        return taken;
    }

    /// <summary>Takes an option that has one value; of two nobody could say which is meant.</summary>
    private void Once(string option, string value, string hint = "")
    {
        if (!_once.TryAdd(option, value))
        {
            throw new UsageException($"{option} is given twice, as {_once[option]} and as {value}. Give it once.{hint}");
        }
    }

    private void Add(Option option, string value, string writtenAs)
    {
        if (option.Problem(value) is { } problem)
        {
            var parts = value.Split(',');
            throw new UsageException(option.Kind == OptionKind.Repeatable && parts.All(part => option.Problem(part) is null)
                ? $"{writtenAs} '{value}' is more than one value. Write {string.Join(' ', parts.Select(part => $"--{option.Name}={part}"))}."
                : $"{writtenAs} '{value}' {problem}.");
        }

        value = option.Choices.FirstOrDefault(choice => choice.Equals(value, StringComparison.OrdinalIgnoreCase)) ?? value;
        if (option.Kind == OptionKind.Repeatable && _values.TryGetValue(option.Name, out var values))
        {
            values.Add(value);
        }
        else
        {
            _values[option.Name] = [value];
        }
    }

    /// <summary>
    /// Refuses what the command line gives for another kind of cluster than it names. A variable may stand for several commands; and what auto chooses,
    /// which is never existing, only Validate knows, which says what then does not apply.
    /// </summary>
    private void RefuseForAnotherCluster()
    {
        var kind = _values.TryGetValue("cluster", out var given) ? given[0] : "auto";
        var other = OptionCatalog.All.FirstOrDefault(option =>
            option.ClusterKind is { } only && only != kind && (kind != "auto" || only == "existing")
                && _host.Any(argument => argument.StartsWith($"--{option.Name}=", StringComparison.Ordinal)));
        if (other is not null)
        {
            throw new UsageException($"--{other.Name} goes with --cluster={other.ClusterKind}.");
        }
    }

    private static int Take(string name, string? value, string? next, out string text)
    {
        text = value ?? (next is null || next.StartsWith('-') ? "" : next);
        return string.IsNullOrWhiteSpace(text)
            ? throw new UsageException($"{name} needs a value: {name}=<value>.")
            : value is null ? 1 : 0;
    }

    private static string? OneVerbosity(string text) => Validation.OneOf(HostOptions.Verbosities)(text);
}

using System.Globalization;
using Gauntlet.LoadGenerator;

namespace Gauntlet.Build.Cli;

/// <summary>How an option is written.</summary>
public enum OptionKind
{
    /// <summary>Present or not; takes no value.</summary>
    Flag,

    /// <summary>One value, given once.</summary>
    Value,

    /// <summary>May be given several times; every value counts.</summary>
    Repeatable,
}

/// <summary>One option: all that help, documentation, validation, completion and the stages know about it.</summary>
/// <param name="Name">Without dashes, in kebab case.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Default">As a user would write it; null when there is none.</param>
/// <param name="Unit">"seconds", "requests/s", ...; null where there is none.</param>
/// <param name="Help">One line.</param>
/// <param name="Problem">Says what is wrong with a value, or null when it is right.</param>
public abstract record Option(string Name, OptionKind Kind, string? Default, string? Unit, string Help, Func<string, string?> Problem)
{
    /// <summary>The environment variable that gives the option where the command line does not.</summary>
    public string EnvironmentVariable => "GAUNTLET_" + Name.Replace('-', '_').ToUpper(CultureInfo.InvariantCulture);

    /// <summary>What stands for the value in the help: the unit, else the last word of the name.</summary>
    public string Placeholder => Unit ?? Name.Split('-')[^1];

    /// <summary>The default in continuous integration, where it is another one.</summary>
    public string? DefaultInCi { get; init; }

    /// <summary>The one kind of cluster that it is for; null where it is for all of them.</summary>
    public string? ClusterKind { get; init; }

    /// <summary>Names of the options that it cannot be given with.</summary>
    public IReadOnlyList<string> Excludes { get; init; } = [];

    /// <summary>The values to complete and to suggest; empty where any value may do.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Present or not.</summary>
    public static Option<bool> Flag(string name, string help) => new(name, OptionKind.Flag, null, null, help, Validation.Any, values => values.Count > 0);

    /// <summary>One value.</summary>
    /// <param name="parse">Types a value that has no problem.</param>
    public static Option<T> Value<T>(string name, string? byDefault, string? unit, string help, Func<string, string?> problem, Func<string, T> parse) =>
        new(name, OptionKind.Value, byDefault, unit, help, problem, values => values.Count > 0 ? parse(values[^1]) : default!);

    /// <summary>One value that stays text; null where it is neither given nor has a default.</summary>
    public static Option<string> Text(string name, string? byDefault, string? unit, string help, Func<string, string?> problem) =>
        Value(name, byDefault, unit, help, problem, value => value);

    /// <summary>A whole number.</summary>
    public static Option<int> Whole(string name, string byDefault, string unit, string help, int least, int most) =>
        Value(name, byDefault, unit, help, Validation.Integer(least, most), value => int.Parse(value, CultureInfo.InvariantCulture));

    /// <summary>A duration.</summary>
    /// <param name="least">The shortest that is taken, as a user writes it; so too <paramref name="most"/>.</param>
    public static Option<TimeSpan> Time(string name, string byDefault, string help, string least, string most) =>
        Value(name, byDefault, "time", help, Validation.Duration(DurationParser.Parse(least), DurationParser.Parse(most)), DurationParser.Parse);

    /// <summary>One of several words.</summary>
    public static Option<string> Choice(string name, string? byDefault, string[] choices, string help) =>
        Text(name, byDefault, string.Join('|', choices), help, Validation.OneOf(choices)) with { Choices = choices };

    /// <summary>A path, meant from the caller's folder; null where it is not given.</summary>
    /// <param name="unit">file or folder.</param>
    public static Option<string?> Path(string name, string unit, string help) =>
        Value<string?>(name, null, unit, help, Validation.Any, System.IO.Path.GetFullPath);

    /// <summary>Any number of values.</summary>
    public static Option<IReadOnlyList<string>> Many(string name, string unit, string help, Func<string, string?> problem) =>
        new(name, OptionKind.Repeatable, null, unit, help, problem, values => values);

    /// <summary>The typed value.</summary>
    /// <param name="values">As given, else the default; empty where there is neither.</param>
    internal abstract object? Read(IReadOnlyList<string> values);
}

/// <inheritdoc/>
/// <typeparam name="T">Of its value.</typeparam>
/// <param name="Parse">Types values that have no problem; none where the option is not given and has no default.</param>
public sealed record Option<T>(
    string Name, OptionKind Kind, string? Default, string? Unit, string Help, Func<string, string?> Problem, Func<IReadOnlyList<string>, T> Parse)
    : Option(Name, Kind, Default, Unit, Help, Problem)
{
    /// <summary>The same option for one kind of cluster alone.</summary>
    public Option<T> OnlyFor(string clusterKind) => this with { ClusterKind = clusterKind, Help = $"{clusterKind}: {Help}" };

    internal override object? Read(IReadOnlyList<string> values) => Parse(values);
}

using System.Globalization;

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

/// <summary>One option of the pipeline: everything that help, documentation, validation and completion know about it.</summary>
/// <param name="Name">Without dashes, in kebab case.</param>
/// <param name="Group">Heading in the help.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Default">As a user would write it; null when there is none.</param>
/// <param name="Unit">"seconds", "requests/s", ...; null where there is none.</param>
/// <param name="Help">One line.</param>
/// <param name="Problem">Says what is wrong with a value, or null when it is right.</param>
public sealed record OptionDefinition(string Name, string Group, OptionKind Kind, string? Default, string? Unit, string Help, Func<string, string?> Problem)
{
    /// <summary>The environment variable that gives the option where the command line does not.</summary>
    public string EnvironmentVariable => "GAUNTLET_" + Name.Replace('-', '_').ToUpper(CultureInfo.InvariantCulture);

    /// <summary>What stands for the value in the help: the unit, else the last word of the name.</summary>
    public string Placeholder => Unit ?? Name.Split('-')[^1];

    /// <summary>The one kind of cluster that it is for; null where it is for all of them.</summary>
    public string? ClusterKind { get; init; }

    /// <summary>The values to complete and to suggest; empty where any value may do.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}

using System.Reflection;

namespace Gauntlet.Build.Cli;

/// <summary>
/// The options of one room or stage: its public static fields. The catalogue finds every class of this kind; no other list of options exists.
/// </summary>
/// <param name="heading">Heading in the help.</param>
/// <param name="place">Its place in the help; those of the same place are in the order of their names.</param>
public abstract class OptionSet(string heading, int place = 100)
{
    public string Heading { get; } = heading;

    public int Place { get; } = place;

    /// <summary>In the order in which they are written.</summary>
    public IReadOnlyList<Option> Options =>
        [.. GetType().GetFields(BindingFlags.Public | BindingFlags.Static)
            .OrderBy(member => member.MetadataToken).Select(member => member.GetValue(null)).OfType<Option>()];

    /// <summary>What is wrong with options together, each of which is right by itself.</summary>
    /// <param name="options">Those of the process.</param>
    public virtual IEnumerable<string> Problems(OptionValues options) => [];
}

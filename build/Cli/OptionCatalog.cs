namespace Gauntlet.Build.Cli;

/// <summary>Every option of the pipeline, once. Help, docs/configuration.md, validation and completion are made from it.</summary>
public static class OptionCatalog
{
    /// <summary>In the order of the help.</summary>
    public static IReadOnlyList<OptionSet> Sets { get; } =
    [
        .. typeof(OptionCatalog).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(OptionSet)))
            .Select(type => (OptionSet)Activator.CreateInstance(type)!)
            .OrderBy(set => set.Place).ThenBy(set => set.GetType().Name, StringComparer.Ordinal),
    ];

    /// <summary>In the order of the help.</summary>
    public static IReadOnlyList<Option> All { get; } = [.. Sets.SelectMany(set => set.Options)];

    /// <summary>The headings of the help with the options below them.</summary>
    public static IEnumerable<(string Heading, IEnumerable<Option> Options)> Groups =>
        Sets.GroupBy(set => set.Heading).Select(group => (group.Key, group.SelectMany(set => set.Options)));

    /// <summary>The option of this name; case matters, as Frosting's own options do.</summary>
    public static Option? Find(string name) => All.FirstOrDefault(option => option.Name == name);
}

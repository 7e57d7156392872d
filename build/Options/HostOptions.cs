namespace Gauntlet.Build.Options;

/// <summary>Frosting's own options, so that a command line can be checked before Frosting misreads it.</summary>
internal static class HostOptions
{
    private static readonly Dictionary<string, (string Canonical, bool TakesValue)> Known = new(StringComparer.Ordinal)
    {
        ["--target"] = ("--target", true),
        ["--Target"] = ("--target", true),
        ["-t"] = ("--target", true),
        ["--verbosity"] = ("--verbosity", true),
        ["-v"] = ("--verbosity", true),
        ["--working"] = ("--working", true),
        ["-w"] = ("--working", true),
        ["--exclusive"] = ("--exclusive", false),
        ["-e"] = ("--exclusive", false),
        ["--dryrun"] = ("--dryrun", false),
        ["--noop"] = ("--dryrun", false),
        ["--whatif"] = ("--dryrun", false),
        ["--tree"] = ("--tree", false),
        ["--showtree"] = ("--tree", false),
        ["--description"] = ("--description", false),
        ["--descriptions"] = ("--description", false),
        ["--showdescription"] = ("--description", false),
        ["--showdescriptions"] = ("--description", false),
        ["--version"] = ("--version", false),
        ["--ver"] = ("--version", false),
        ["--info"] = ("--info", false),
        ["--help"] = ("--help", false),
        ["-h"] = ("--help", false),
    };

    /// <summary>Every spelling, for suggestions.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>One spelling of each.</summary>
    public static IEnumerable<(string Name, bool TakesValue)> Canonical => Known.Values.Distinct();

    /// <summary>The verbosities that Cake knows.</summary>
    public static IReadOnlyList<string> Verbosities { get; } = ["quiet", "minimal", "normal", "verbose", "diagnostic", "q", "m", "n", "v", "d"];

    /// <summary>The options that only print, or change nothing.</summary>
    public static IReadOnlyList<string> Harmless { get; } = ["--dryrun", "--tree", "--description", "--version", "--info", "--help"];

    public static (string Canonical, bool TakesValue)? Find(string written) => Known.TryGetValue(written, out var option) ? option : null;
}

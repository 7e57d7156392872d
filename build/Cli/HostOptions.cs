namespace Gauntlet.Build.Cli;

/// <summary>One of Frosting's own options.</summary>
/// <param name="Name">With its dashes, as Frosting reads it.</param>
/// <param name="Alias">The short form; null where there is none.</param>
/// <param name="Unit">What stands for its value; null where it takes none.</param>
/// <param name="Help">One line.</param>
/// <param name="Others">Further spellings that Frosting knows.</param>
public sealed record HostOption(string Name, string? Alias, string? Unit, string Help, params IReadOnlyList<string> Others)
{
    /// <summary>Every spelling.</summary>
    public IEnumerable<string> Names => [Name, .. Alias is null ? [] : new[] { Alias }, .. Others];
}

/// <summary>Frosting's own options, so that a command line can be checked before Frosting misreads it, and the help be one.</summary>
internal static class HostOptions
{
    /// <summary>In the order of the help.</summary>
    public static IReadOnlyList<HostOption> All { get; } =
    [
        new("--target", "-t", "name", "the stage to run, or Full, or Verdict; Default is Full", "--Target"),
        new("--exclusive", "-e", null, "the target without what it depends on; only Full and Default depend on others"),
        new("--description", null, null, "list the targets with what they do", "--descriptions", "--showdescription", "--showdescriptions"),
        new("--tree", null, null, "show which targets Full runs, and in which order", "--showtree"),
        new("--dryrun", null, null, "print what would run, and change nothing", "--noop", "--whatif"),
        new("--verbosity", "-v", "level",
            "quiet, minimal, normal, verbose or diagnostic; only the last one prints stack traces [Settings_Verbosity of cake.config, else normal]"),
        new("--working", "-w", "folder", "the project's folder, where it is not the one that the host was built in"),
        new("--no-report", null, null, "Cake's own: leave out its table of tasks, which this host never prints"),
        new("--version", null, null, "print the product's name, version and commit", "--ver"),
        new("--info", null, null, "the same, the runtime, and the stand-ins in use"),
        new("--help", "-h", null, "print this"),
    ];

    /// <summary>Arguments, and what they do.</summary>
    public static IReadOnlyList<(string Arguments, string Does)> Examples { get; } =
    [
        ("", "all stages, on kind where Docker answers, else on the embedded cluster"),
        ("--cluster=embedded --rate=200", "all stages without Docker, under 200 requests/s"),
        ("--target=Validate", "begin a run stage by stage"),
        ("--target=Verdict", "judge the stages that ran"),
        ("--tree", "show what Full runs"),
    ];

    /// <summary>Every spelling, for suggestions.</summary>
    public static IEnumerable<string> Names => All.SelectMany(option => option.Names);

    /// <summary>The verbosities that Cake knows.</summary>
    public static IReadOnlyList<string> Verbosities { get; } = ["quiet", "minimal", "normal", "verbose", "diagnostic", "q", "m", "n", "v", "d"];

    /// <summary>The options that only print, or change nothing.</summary>
    public static IReadOnlyList<string> Harmless { get; } = ["--dryrun", "--tree", "--description", "--version", "--info", "--help"];

    /// <summary>The option of this spelling; case matters to Frosting.</summary>
    public static HostOption? Find(string written) => All.FirstOrDefault(option => option.Names.Contains(written, StringComparer.Ordinal));
}

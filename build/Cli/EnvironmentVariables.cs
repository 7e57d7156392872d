using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Build.Cli;

/// <summary>The environment variables that are ours.</summary>
internal static class EnvironmentVariables
{
    private const string Prefix = "GAUNTLET_";

    /// <summary>No options: the embedded cluster, the tests and the benchmarks read them.</summary>
    private static readonly string[] Others =
    [
        EmbeddedClusterFiles.TokenVariable, "GAUNTLET_BENCHMARK_NETWORK", "GAUNTLET_SCREENSHOTS",
        "GAUNTLET_SOAK_SCALE", "GAUNTLET_SOAK_SEED", "GAUNTLET_WRITE_DOCS",
    ];

    /// <summary>Refuses a variable that nothing would read.</summary>
    /// <exception cref="UsageException">Names it, and the nearest one that is read.</exception>
    public static void Check(IEnumerable<string> names)
    {
        var known = OptionCatalog.All.Select(option => option.EnvironmentVariable).Concat(Others);
        var unknown = names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Except(known, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
        {
            throw new UsageException(
                $"No option is read from the environment variable {unknown}{Hint(unknown[Prefix.Length..])}. "
                + "--help lists the options; unset the variable, or fix its name.");
        }
    }

    private static string Hint(string name) =>
        NearestName.Find(name, OptionCatalog.All.Select(option => option.EnvironmentVariable[Prefix.Length..])) is { } nearest
            ? $" (did you mean '{Prefix}{nearest}'?)"
            : "";
}

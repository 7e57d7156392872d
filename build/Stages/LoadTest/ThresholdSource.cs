using Gauntlet.Build.Cli;
using Gauntlet.Checks;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>The thresholds of a run: from the command line, from a file, or the defaults.</summary>
internal static class ThresholdSource
{
    /// <summary>What their tags may name: the routes, all that makes pods, and what of it is scaled.</summary>
    public static TagNames Names(ManifestSet manifests, IEnumerable<string> routes) =>
        new([.. routes], Names(manifests.Containers.Select(container => container.Item.Reference)))
        {
            Scaled = Names(Autoscalers.Of(manifests).Select(Autoscalers.TargetOf)),
        };

    /// <summary>Each by namespace/name, and by its name where no other one has it.</summary>
    private static IReadOnlyList<string> Names(IEnumerable<ObjectReference> all)
    {
        var workloads = all.Distinct().ToLookup(workload => workload.Name);
        return
        [
            .. workloads.Where(same => same.Count() == 1).Select(same => same.Key),
            .. workloads.SelectMany(same => same).Select(workload => $"{workload.Namespace}/{workload.Name}"),
        ];
    }

    /// <summary>Parses them.</summary>
    /// <exception cref="UsageException">An expression is wrong, then the message has a caret under the mistake; or the file holds none.</exception>
    public static IReadOnlyList<Threshold> Read(OptionValues options, TagNames? names)
    {
        try
        {
            if (options.Of(ThresholdOptions.File) is not { } file)
            {
                return options.Of(ThresholdOptions.Thresholds) is { Count: > 0 } given ? [.. given.Select(expression => Thresholds.Parse(expression, names))]
                    : Thresholds.Defaults;
            }

            // Nothing to hold a run against would pass it whatever it did.
            return Thresholds.Load(file, names) is { Count: > 0 } thresholds
                ? thresholds
                : throw new UsageException($"The file {file} of --thresholds-file holds no threshold. Add one, or leave the option out for the defaults.");
        }
        catch (ThresholdSyntaxException e)
        {
            throw new UsageException("A threshold is wrong:\n" + e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The thresholds cannot be read: {e.Message}", e);
        }
    }
}

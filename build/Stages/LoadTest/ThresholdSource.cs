using Gauntlet.Build.Cli;
using Gauntlet.Checks;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>The thresholds of a run: from the command line, from a file, or the defaults.</summary>
internal static class ThresholdSource
{
    /// <summary>Parses them.</summary>
    /// <exception cref="UsageException">An expression is wrong, then the message has a caret under the mistake; or the file holds none.</exception>
    public static IReadOnlyList<Threshold> Read(OptionValues options, IReadOnlyCollection<string>? routes)
    {
        try
        {
            if (options.Of(ThresholdOptions.File) is not { } file)
            {
                return options.Of(ThresholdOptions.Thresholds) is { Count: > 0 } given ? [.. given.Select(expression => Thresholds.Parse(expression, routes))]
                    : Thresholds.Defaults;
            }

            // Nothing to hold a run against would pass it whatever it did.
            return Thresholds.Load(file, routes) is { Count: > 0 } thresholds
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

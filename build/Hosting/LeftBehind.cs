using Cake.Core.Diagnostics;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Hosting;

/// <summary>Ends what a run that was killed has left in force, by the state that it wrote.</summary>
public sealed class LeftBehind(IEnumerable<ILeftBehind> kinds, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Does so, and writes that down; what cannot be ended is said, and keeps nothing from running. A state of somebody else, as of an artifact, is never
    /// acted upon.
    /// </summary>
    public void End(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Options.Of(RunOptions.From) is not null || Signed(context.Paths.StateFile) is not { Count: > 0 } left || Load(context) is not { } state)
        {
            return;
        }

        context.State = state;
        using var limit = new CancellationTokenSource(Limit, time);
        foreach (var kind in left)
        {
            try
            {
                if (kind.EndAsync(context, limit.Token).GetAwaiter().GetResult() is { } ended)
                {
                    Files.Use(() => StateStore.Save(context.Paths.StateFile, context.State));
                    context.Log.Information("Took back what an earlier command had left in force: {0}", ended);
                }
            }
            catch (Exception e) when (e is StageException or OperationCanceledException)
            {
                context.Log.Warning("What an earlier command had left in force is still there: {0} {1}", e.Message, (e as StageException)?.Remedy ?? "");
            }
        }
    }

    private List<ILeftBehind> Signed(string file)
    {
        try
        {
            var text = File.Exists(file) ? File.ReadAllText(file) : "";
            return [.. kinds.Where(kind => text.Contains(kind.Sign, StringComparison.Ordinal))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever needs it says so.
            return [];
        }
    }

    private static PipelineState? Load(BuildContext context)
    {
        try
        {
            return StateStore.Load(context.Paths.StateFile);
        }
        catch (UsageException)
        {
            // Whoever needs it says so.
            return null;
        }
    }
}

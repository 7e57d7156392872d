using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Hosting;

/// <summary>Sees to it that a Full run undoes what it began, also when Cake never came to the stages that clean up.</summary>
public sealed class TeardownGuard(RunControl control, StageCatalog catalog, StageRunner runner, IEnumerable<IFrostingTask> tasks)
{
    public void Run(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!control.IsFull)
        {
            return;
        }

        foreach (var cleanup in tasks.OfType<IStage>().Where(stage => stage.Info.Role == StageRole.Cleanup && context.State.Of(stage.Info.Name) is null))
        {
            if (catalog.Needed(cleanup.Info).Any(undone => runner.HasBegun(undone.Name)))
            {
                cleanup.RunAsync(context).GetAwaiter().GetResult();
            }
        }
    }
}

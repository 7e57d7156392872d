using Gauntlet.Build.Tasks;

namespace Gauntlet.Build.Lifetime;

/// <summary>Sees to it that a Full run leaves no cluster, also when Cake never came to DeleteCluster.</summary>
public sealed class TeardownGuard(RunControl control, StageRunner runner, IEnumerable<IFrostingTask> tasks)
{
    public void Run(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (control.IsFull && runner.HasBegun(StageNames.CreateCluster) && context.State.DeleteCluster is null)
        {
            tasks.OfType<DeleteClusterTask>().Single().RunAsync(context).GetAwaiter().GetResult();
        }
    }
}

using Gauntlet.Build.Ci;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;

namespace Gauntlet.Build.Hosting;

/// <summary>Around all stages of a process: the run's header before, teardown guarantee, reports and verdict after.</summary>
public sealed class RunLifetime(
    StageCatalog catalog, RunControl control, ArtifactsFolder artifacts, ClusterLock cluster, LeftBehind left,
    RunFactory runs, TeardownGuard teardown, RunSummary summary, RunOutcome outcome, Orphans orphans,
    SecretMask mask, CiCommands ci)
    : FrostingLifetime<BuildContext>
{
    /// <inheritdoc/>
    public override void Setup(BuildContext context, ISetupContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);
        if (control.IsDryRun)
        {
            return;
        }

        ci.MaskSecrets(mask.Values);
        mask.Added += secret => ci.MaskSecrets([secret]);
        control.Listen();
        orphans.End();
        try
        {
            artifacts.Take(context.Paths);
            left.End(context);
            runs.Begin(context, info.TasksToExecute.Any(task => task.Name == catalog.First.Name));
        }
        catch (UsageException)
        {
            outcome.ExitCode = StageOutcome.Usage.ExitCode();
            throw;
        }
        catch (StageException e)
        {
            outcome.ExitCode = e.Outcome.ExitCode();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Teardown(BuildContext context, ITeardownContext info)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(info);
        try
        {
            if (!control.IsDryRun && context.State is not null)
            {
                teardown.Run(context);
                summary.Print(context);
            }
        }
        finally
        {
            // Cake's host never disposes the services that it made.
            cluster.Dispose();
            artifacts.Dispose();
            control.Dispose();
        }
    }
}

using Gauntlet.Build.Ci;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Hosting;

/// <summary>Around each task: a group in the log of GitHub Actions, unless every line of it is to be JSON.</summary>
public sealed class StageLifetime(CiCommands ci) : FrostingTaskLifetime<BuildContext>
{
    /// <inheritdoc/>
    public override void Setup(BuildContext context, ITaskSetupContext info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (IsGroup(context, info.Task))
        {
            ci.BeginGroup(info.Task.Name);
        }
    }

    /// <inheritdoc/>
    public override void Teardown(BuildContext context, ITaskTeardownContext info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (IsGroup(context, info.Task))
        {
            ci.EndGroup();
        }
    }

    private static bool IsGroup(BuildContext context, ICakeTaskInfo task) =>
        !RunOptions.IsJsonLog(context.Options) && StageCatalog.Host.Names.Contains(task.Name);
}

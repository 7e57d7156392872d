using Gauntlet.PullRequests.Workflow;

namespace Gauntlet.Build.Lifetime;

/// <summary>Around each task: a group in the log of GitHub Actions, unless every line of it is to be JSON.</summary>
public sealed class StageLifetime(RunControl control) : FrostingTaskLifetime<BuildContext>
{
    private readonly bool _groups = control.InContinuousIntegration && Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true";

    /// <inheritdoc/>
    public override void Setup(BuildContext context, ITaskSetupContext info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (IsGroup(context, info.Task))
        {
            Console.Out.WriteLine(WorkflowCommands.Group(info.Task.Name));
        }
    }

    /// <inheritdoc/>
    public override void Teardown(BuildContext context, ITaskTeardownContext info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (IsGroup(context, info.Task))
        {
            Console.Out.WriteLine(WorkflowCommands.EndGroup);
        }
    }

    private bool IsGroup(BuildContext context, ICakeTaskInfo task) => _groups && !context.Options.JsonLog && StageCatalog.Host.Names.Contains(task.Name);
}

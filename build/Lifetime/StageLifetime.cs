namespace Gauntlet.Build.Lifetime;

/// <summary>Around each task: a group in the log of GitHub Actions.</summary>
public sealed class StageLifetime(RunControl control) : FrostingTaskLifetime<BuildContext>
{
    private readonly bool _groups = control.InContinuousIntegration && Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true";

    /// <inheritdoc/>
    public override void Setup(BuildContext context, ITaskSetupContext info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (_groups && StageNames.Stages.Contains(info.Task.Name))
        {
            Console.Out.WriteLine($"::group::{info.Task.Name}");
        }
    }

    /// <inheritdoc/>
    public override void Teardown(BuildContext context, ITaskTeardownContext info)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (_groups && StageNames.Stages.Contains(info.Task.Name))
        {
            Console.Out.WriteLine("::endgroup::");
        }
    }
}

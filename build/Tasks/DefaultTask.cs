namespace Gauntlet.Build.Tasks;

/// <summary>What runs when no target is named.</summary>
[TaskName("Default")]
[TaskDescription("The same as Full")]
[IsDependentOn(typeof(FullTask))]
public sealed class DefaultTask : FrostingTask<BuildContext>;

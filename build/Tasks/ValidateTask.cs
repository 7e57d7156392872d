namespace Gauntlet.Build.Tasks;
[TaskName("Validate")]
[TaskDescription("Validate")]
public sealed class ValidateTask : FrostingTask<BuildContext>;

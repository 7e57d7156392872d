namespace Gauntlet.Build.Tasks;
[TaskName("CheckHealth")]
[TaskDescription("CheckHealth")]
public sealed class CheckHealthTask : FrostingTask<BuildContext>;

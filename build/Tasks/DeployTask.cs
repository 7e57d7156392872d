namespace Gauntlet.Build.Tasks;
[TaskName("Deploy")]
[TaskDescription("Deploy")]
public sealed class DeployTask : FrostingTask<BuildContext>;

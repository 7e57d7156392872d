namespace Gauntlet.Build.Tasks;
[TaskName("LoadTest")]
[TaskDescription("LoadTest")]
public sealed class LoadTestTask : FrostingTask<BuildContext>;

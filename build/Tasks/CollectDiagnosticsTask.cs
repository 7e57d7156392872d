namespace Gauntlet.Build.Tasks;
[TaskName("CollectDiagnostics")]
[TaskDescription("CollectDiagnostics")]
public sealed class CollectDiagnosticsTask : FrostingTask<BuildContext>;

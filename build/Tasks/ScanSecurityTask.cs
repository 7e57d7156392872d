namespace Gauntlet.Build.Tasks;
[TaskName("ScanSecurity")]
[TaskDescription("ScanSecurity")]
public sealed class ScanSecurityTask : FrostingTask<BuildContext>;

namespace Gauntlet.Build.Tasks;

/// <summary>The whole pipeline, in order.</summary>
[TaskName("Full")]
[TaskDescription("The whole pipeline: from a checkout to a verdict, and nothing left behind")]
[IsDependentOn(typeof(ValidateTask))]
[IsDependentOn(typeof(TestTask))]
[IsDependentOn(typeof(CreateClusterTask))]
[IsDependentOn(typeof(DeployTask))]
[IsDependentOn(typeof(CheckHealthTask))]
[IsDependentOn(typeof(LoadTestTask))]
[IsDependentOn(typeof(ScanSecurityTask))]
[IsDependentOn(typeof(CollectDiagnosticsTask))]
[IsDependentOn(typeof(PostCommentTask))]
[IsDependentOn(typeof(DeleteClusterTask))]
[IsDependentOn(typeof(VerdictTask))]
public sealed class FullTask : FrostingTask<BuildContext>;

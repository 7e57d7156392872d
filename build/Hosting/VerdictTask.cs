using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Hosting;

/// <summary>Stands for the verdict of the run, which every process that has this target prints at its end and exits with.</summary>
[TaskName(RunTargets.Verdict)]
[TaskDescription("Print the verdict of the run and its reasons, and exit with it")]
public sealed class VerdictTask : FrostingTask<BuildContext>;

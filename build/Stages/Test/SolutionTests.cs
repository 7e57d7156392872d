using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Build;
using Cake.Common.Tools.DotNet.MSBuild;
using Cake.Common.Tools.DotNet.VSTest;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Terminal;

namespace Gauntlet.Build.Stages.Test;

/// <summary>Builds a solution, and runs the tests of all of its projects at once.</summary>
internal sealed class SolutionTests(
    BuildContext context, StageLog stages, CommandJournal journal, HostEnvironment environment, TimeProvider time)
{
    /// <summary>What stands for a run that has come no further than its build.</summary>
    public const string BuildLine = "dotnet build";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly string _list = Path.Combine(context.Paths.TestResults, "assemblies");
    private readonly string _total = TestTotal.Words(context.Paths);
    private int _passed;
    private int _failed;

    /// <summary>Runs them; a solution that does not build ends as its build did.</summary>
    public async Task<TestRun> RunAsync(string solution, CancellationToken cancellation)
    {
        stages.Progress("building the tests");
        using (await BuildLockAsync(cancellation).ConfigureAwait(false))
        {
            if (await Task.Run(() => journal.Run(() => Build(solution)), cancellation).ConfigureAwait(false) is not 0 and var broken)
            {
                return new TestRun(BuildLine, broken);
            }
        }

        stages.Progress("starting the tests");
        var assemblies = Files.Use(() => TestAssemblies.Take(_list));
        var exitCodes = await Task.Run(() => journal.Run(() => assemblies.Select(Run).ToList()), cancellation).ConfigureAwait(false);
        return new TestRun("dotnet vstest", exitCodes.FirstOrDefault(code => code != 0));
    }

    private async Task<IDisposable> BuildLockAsync(CancellationToken cancellation)
    {
        for (var holder = ""; ; await Task.Delay(Patience, time, cancellation).ConfigureAwait(false))
        {
            if (Files.Use(() => FileLock.TryTake(context.Paths.BuildLock, out holder)) is { } held)
            {
                return held;
            }

            stages.Progress($"waiting for the build of another run{holder}");
        }
    }

    private int Build(string solution)
    {
        var exitCode = 0;
        context.DotNetBuild(solution, new DotNetBuildSettings
        {
            NoLogo = true,
            Verbosity = DotNetVerbosity.Quiet,
            EnvironmentVariables = TestCommand.BuildServers(environment),
            MSBuildSettings = new DotNetMSBuildSettings()
                .WithProperty("CustomAfterMicrosoftCommonTargets", Path.Combine(environment.HostFolder, "Stages", "Test", "TestList.targets"))
                .WithProperty(TestAssemblies.Property, _list),
            HandleExitCode = code => (exitCode = code) == code,
        });
        return exitCode;
    }

    /// <summary>All assemblies side by side, each in a process of its own: they share nothing.</summary>
    private int Run(IEnumerable<string> assemblies)
    {
        var exitCode = 0;
        var settings = new Cake.Core.IO.FilePath(Path.Combine(context.Paths.Root, ".runsettings"));
        context.DotNetVSTest([.. assemblies.Select(file => new Cake.Core.IO.FilePath(file))], new DotNetVSTestSettings
        {
            Parallel = true,
            Settings = File.Exists(settings.FullPath) ? settings : null,
            Logger = "trx",
            ResultsDirectory = context.Paths.TestResults,
            ArgumentCustomization = arguments => arguments.AppendQuoted("--logger:console;verbosity=normal"),
            SetupProcessSettings = process => process.RedirectedStandardOutputHandler = Count,
            HandleExitCode = code => (exitCode = code) == code,
        });
        return exitCode;
    }

    private string Count(string line)
    {
        (_passed, _failed) = line switch
        {
            _ when line.StartsWith("  Passed ", StringComparison.Ordinal) => (_passed + 1, _failed),
            _ when line.StartsWith("  Failed ", StringComparison.Ordinal) => (_passed, _failed + 1),
            _ => (_passed, _failed),
        };
        stages.Progress($"{_passed}{_total} tests passed{(_failed > 0 ? $", {_failed} failed" : "")}");
        return line;
    }
}

using System.Text.RegularExpressions;
using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Build;
using Cake.Common.Tools.DotNet.VSTest;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Build.Terminal;

namespace Gauntlet.Build.Stages.Test;

/// <summary>The project's own default test suite; a failed test stops nothing, and is in the verdict.</summary>
[TaskName("Test")]
[TaskDescription("Run the project's default test suite")]
[Stage(After = typeof(ValidateTask))]
public sealed partial class TestTask(StageRunner runner, StageLog stages, CommandJournal journal, HostEnvironment environment, TimeProvider time)
    : Stage<TestResult>(runner)
{
    private const string Filter = "TestCategory!=Tools&TestCategory!=Cluster&TestCategory!=Soak";
    private const string Compiler = "UseSharedCompilation";
    private const int NamesKept = 20;
    private const int LinesKept = 15;
    private const int SlowestShown = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected internal override async Task<StageResult<TestResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var folder = context.Paths.TestResults;
        if (Directory.Exists(folder))
        {
            Files.Use(() => Directory.Delete(folder, recursive: true));
        }

        stages.Progress("building the tests");
        using (await BuildLockAsync(context, cancellation).ConfigureAwait(false))
        {
            if (await Task.Run(() => journal.Run(() => Build(context)), cancellation).ConfigureAwait(false) is not 0 and var broken)
            {
                throw Broken($"dotnet build exited with {broken}", "the tests do not build");
            }
        }

        stages.Progress("starting the tests");
        var exitCode = await Task.Run(() => journal.Run(() => Run(context, Files.Use(() => TestAssemblies.Of(context.Paths.Solution)))), cancellation)
            .ConfigureAwait(false);
        var results = Files.Use(() => TestRecord.Read(folder));
        stages.PrintForeign(results.OrderByDescending(test => test.Duration).Take(SlowestShown)
            .Select(test => $"{test.Duration.TotalSeconds,5:0.0} s  {test.Suite}: {test.Name}"));
        return Judge(context, Count(results), exitCode);
    }

    private async Task<IDisposable> BuildLockAsync(BuildContext context, CancellationToken cancellation)
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

    private int Build(BuildContext context)
    {
        var exitCode = 0;
        // No build server may outlive the run, unless the caller wants one.
        var servers = new Dictionary<string, string?>
        {
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            [Compiler] = environment[Compiler] ?? "false",
        };
        context.DotNetBuild(context.Paths.Solution, new DotNetBuildSettings
        {
            NoLogo = true,
            Verbosity = DotNetVerbosity.Quiet,
            EnvironmentVariables = servers,
            HandleExitCode = code => (exitCode = code) == code,
        });
        return exitCode;
    }

    /// <summary>All assemblies side by side, each in a process of its own: they share nothing.</summary>
    private int Run(BuildContext context, IReadOnlyList<string> assemblies)
    {
        var (exitCode, passed, failed) = (0, 0, 0);
        if (assemblies.Count > 0)
        {
            context.DotNetVSTest([.. assemblies.Select(file => new Cake.Core.IO.FilePath(file))], new DotNetVSTestSettings
            {
                Parallel = true,
                TestCaseFilter = Filter,
                Logger = "trx",
                ResultsDirectory = context.Paths.TestResults,
                ArgumentCustomization = arguments => arguments.AppendQuoted("--logger:console;verbosity=normal"),
                SetupProcessSettings = settings => settings.RedirectedStandardOutputHandler = line =>
                {
                    (passed, failed) = line switch
                    {
                        _ when line.StartsWith("  Passed ", StringComparison.Ordinal) => (passed + 1, failed),
                        _ when line.StartsWith("  Failed ", StringComparison.Ordinal) => (passed, failed + 1),
                        _ => (passed, failed),
                    };
                    stages.Progress($"{passed} tests passed{(failed > 0 ? $", {failed} failed" : "")}");
                    return line;
                },
                HandleExitCode = code => (exitCode = code) == code,
            });
        }

        return exitCode;
    }

    private StageResult<TestResult> Judge(BuildContext context, TestResult result, int exitCode)
    {
        if (result.Failed > 0)
        {
            var names = string.Join(", ", result.FailedTests.Take(3)) + (result.Failed > 3 ? ", ..." : "");
            var summary = $"{result.Failed} of {result.Passed + result.Failed} tests failed: {names}";
            return StageResult.NotPassed<TestResult>(
                StageOutcome.Fail, summary, result,
                new StageProblem(summary, $"The results are in {context.Paths.Named(context.Paths.TestResults)}.", result.FailedTests));
        }

        if (exitCode != 0)
        {
            throw Broken($"dotnet vstest exited with {exitCode}", "no test failed, but the process of one of the test projects ended early");
        }

        return result.Passed == 0
            ? throw new StageException(StageOutcome.Fail, "No test ran.", "Check the solution and the test filter.")
            : StageResult.Pass<TestResult>($"{result.Passed} tests passed", result);
    }

    private StageException Broken(string what, string why)
    {
        var output = journal.FailedSince(0)?.Output ?? [];
        return output.FirstOrDefault(line => Infrastructure().IsMatch(line)) is { } trouble
            ? new StageException(
                StageOutcome.Infrastructure, $"{what}: {trouble.Trim()}", "Check the network, the NuGet sources and the free space.", Telling(output))
            : new StageException(StageOutcome.Fail, $"{what}: {why}.", "Fix what its last lines say; dotnet test shows all of them.", Telling(output));
    }

    /// <summary>The errors of the compiler, each once; the last lines where there are none.</summary>
    private static IReadOnlyList<string> Telling(IReadOnlyList<string> output)
    {
        var errors = output.Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct().ToList();
        return [.. (errors.Count > 0 ? errors : output).TakeLast(LinesKept)];
    }

    private static TestResult Count(IReadOnlyList<TestRecord> results)
    {
        var failed = results.Where(test => test.Outcome is not ("Passed" or "NotExecuted")).Select(test => test.Name).ToList();
        var passed = results.Count(test => test.Outcome == "Passed");
        return new TestResult(passed, failed.Count, results.Count - passed - failed.Count, [.. failed.Take(NamesKept)]);
    }

    /// <summary>A package source that does not answer, or a full disk (Unix, Windows): neither says anything about the change.</summary>
    [GeneratedRegex("error NU1301:|No space left on device|There is not enough space on the disk", RegexOptions.CultureInvariant)]
    private static partial Regex Infrastructure();
}

using System.Text.RegularExpressions;
using Cake.Core.Diagnostics;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Build.Terminal;

namespace Gauntlet.Build.Stages.Test;

/// <summary>The project's own tests; a failed test stops nothing, and is in the verdict.</summary>
[TaskName("Test")]
[TaskDescription("Run the project's own tests")]
[Stage(After = typeof(ValidateTask))]
public sealed partial class TestTask(StageRunner runner, StageLog stages, CommandJournal journal, HostEnvironment environment, TimeProvider time)
    : Stage<TestResult>(runner)
{
    private const int NamesKept = 20;
    private const int LinesKept = 15;
    private const int SlowestShown = 10;

    /// <inheritdoc/>
    protected internal override async Task<StageResult<TestResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var folder = context.Paths.TestResults;
        if (Directory.Exists(folder))
        {
            Files.Use(() => Directory.Delete(folder, recursive: true));
        }

        var command = context.Options.Of(TestOptions.Command);
        var run = command is null
            ? await new SolutionTests(context, stages, journal, environment, time).RunAsync(TestSolution.Find(context.Paths), cancellation)
                .ConfigureAwait(false)
            : await new TestCommand(context, stages, journal, environment).RunAsync(command, cancellation).ConfigureAwait(false);
        var results = Files.Use(() => TestRecord.Read(folder));
        Files.Use(() => DeleteEmpty(folder));
        if (command is null && results.Count > 0)
        {
            TestTotal.Keep(context.Paths, results.Count);
        }

        stages.PrintForeign(
            results.OrderByDescending(test => test.Duration).Take(SlowestShown)
                .Select(test => $"{test.Duration.TotalSeconds,5:0.0} s  {test.Suite}: {test.Name}"),
            Verbosity.Verbose);
        return Judge(context, Count(results) with { Command = command }, run);
    }

    /// <summary>What holds nothing is no evidence.</summary>
    private static void DeleteEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private StageResult<TestResult> Judge(BuildContext context, TestResult result, TestRun run)
    {
        // A command may know better than its results, such as of tests that are expected to fail.
        if (result.Failed > 0 && (run.ExitCode != 0 || result.Command is null))
        {
            var names = string.Join(", ", result.FailedTests.Take(3)) + (result.Failed > 3 ? ", ..." : "");
            var summary = $"{result.Failed} of {result.Passed + result.Failed} tests failed: {names}";
            return StageResult.NotPassed<TestResult>(
                StageOutcome.Fail, summary, result,
                new StageProblem(summary, $"The results are in {context.Paths.Named(context.Paths.TestResults)}.", result.FailedTests));
        }

        if (run.ExitCode != 0)
        {
            throw Broken(run, result.Command is not null);
        }

        return result.Passed > 0
            ? StageResult.Pass<TestResult>(
                $"{result.Passed} tests passed{(result.Failed > 0 ? $"; {result.Failed} failed, and {run.Line} ended well" : "")}", result)
            : result.Command is not null ? StageResult.Pass<TestResult>($"{run.Line} exited with 0; it left no results to count", result)
            : throw new StageException(
                StageOutcome.Fail, "No test ran.",
                "Check the solution for projects with Microsoft.NET.Test.Sdk, and .runsettings for its filter; or write --test-command=<command>.");
    }

    private StageException Broken(TestRun run, bool isCommand)
    {
        var output = journal.FailedSince(0)?.Output ?? [];
        var what = $"{run.Line} exited with {run.ExitCode}";
        return output.FirstOrDefault(line => Infrastructure().IsMatch(line)) is { } trouble
            ? new StageException(
                StageOutcome.Infrastructure, $"{what}: {trouble.Trim()}", "Check the network, the NuGet sources and the free space.", Telling(output))
            : isCommand
            ? new StageException(StageOutcome.Fail, $"{what}.", "Fix what its last lines say; it ran in the project's root.", [.. output.TakeLast(LinesKept)])
            : new StageException(
                StageOutcome.Fail,
                run.Line == SolutionTests.BuildLine ? $"{what}: the tests do not build."
                    : $"{what}: no test failed, but the process of one of the test projects ended early.",
                "Fix what its last lines say; dotnet test shows all of them.", Telling(output));
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

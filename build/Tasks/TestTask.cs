using System.Text.RegularExpressions;
using System.Xml.Linq;
using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Test;
using Gauntlet.Build.Lifetime;
using Gauntlet.Build.Processes;
using Gauntlet.Build.State;

namespace Gauntlet.Build.Tasks;

/// <summary>The project's own default test suite; a failed test stops nothing, and is in the verdict.</summary>
[TaskName("Test")]
[TaskDescription("Run the project's default test suite")]
[Stage(After = typeof(ValidateTask))]
public sealed partial class TestTask(StageRunner runner, StageLog stages, CommandJournal journal) : Stage<TestResult>(runner)
{
    private const int NamesKept = 20;
    private const int LinesKept = 15;

    /// <inheritdoc/>
    protected internal override async Task<StageResult<TestResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var folder = context.Paths.TestResults;
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var exitCode = 0;
        stages.Progress("building and running the tests");
        await Task.Run(
            () => context.DotNetTest(context.Paths.Solution, new DotNetTestSettings
            {
                Filter = "TestCategory!=Tools&TestCategory!=Cluster&TestCategory!=Soak",
                Loggers = ["trx"],
                ResultsDirectory = folder,
                NoLogo = true,
                Verbosity = DotNetVerbosity.Quiet,
                // No build server may outlive the run.
                EnvironmentVariables = new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0" },
                ArgumentCustomization = arguments => arguments.Append("-p:UseSharedCompilation=false"),
                HandleExitCode = code =>
                {
                    exitCode = code;
                    return true;
                },
            }),
            cancellation).ConfigureAwait(false);
        return Judge(Read(folder), exitCode);
    }

    private StageResult<TestResult> Judge(TestResult result, int exitCode)
    {
        if (result.Failed > 0)
        {
            var names = string.Join(", ", result.FailedTests.Take(3)) + (result.Failed > 3 ? ", ..." : "");
            var summary = $"{result.Failed} of {result.Passed + result.Failed} tests failed: {names}";
            return StageResult.NotPassed<TestResult>(StageOutcome.Fail, summary, result, new StageProblem(summary, "The results are in artifacts/test-results.", result.FailedTests));
        }

        if (exitCode != 0)
        {
            var output = journal.LastFailed?.Output ?? [];
            if (output.FirstOrDefault(line => Surroundings().IsMatch(line)) is { } trouble)
            {
                throw new StageException(StageOutcome.Infrastructure, $"dotnet test exited with {exitCode}: {trouble.Trim()}", "Check the network, the NuGet sources and the free space.", Telling(output));
            }

            throw new StageException(StageOutcome.Fail, $"dotnet test exited with {exitCode} and no failed test: the tests do not build, or their host ended.", "Mend what its last lines say; dotnet test shows all of them.", Telling(output));
        }

        return result.Passed == 0
            ? throw new StageException(StageOutcome.Fail, "No test ran.", "Check the solution and the test filter.")
            : StageResult.Pass<TestResult>($"{result.Passed} tests passed", result);
    }

    /// <summary>The errors of the compiler, each once; the last lines where there are none.</summary>
    private static IReadOnlyList<string> Telling(IReadOnlyList<string> output)
    {
        var errors = output.Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct().ToList();
        return [.. (errors.Count > 0 ? errors : output).TakeLast(LinesKept)];
    }

    /// <summary>A package source that does not answer, or a full disk (Unix, Windows): neither says anything about the change.</summary>
    [GeneratedRegex("error NU1301:|No space left on device|There is not enough space on the disk", RegexOptions.CultureInvariant)]
    private static partial Regex Surroundings();

    private static TestResult Read(string folder)
    {
        XNamespace trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        var results = (Directory.Exists(folder) ? Directory.GetFiles(folder, "*.trx") : [])
            .SelectMany(file => XDocument.Load(file).Descendants(trx + "UnitTestResult"))
            .Select(result => (Name: (string?)result.Attribute("testName") ?? "?", Outcome: (string?)result.Attribute("outcome")))
            .ToList();
        var failed = results.Where(result => result.Outcome is not ("Passed" or "NotExecuted")).Select(result => result.Name).ToList();
        var passed = results.Count(result => result.Outcome == "Passed");
        return new TestResult(passed, failed.Count, results.Count - passed - failed.Count, [.. failed.Take(NamesKept)]);
    }
}

using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Terminal;
using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Stages.Test;

/// <summary>Runs the command of <c>--test-command</c> from the project's root.</summary>
internal sealed class TestCommand(BuildContext context, StageLog stages, CommandJournal journal, HostEnvironment environment)
{
    /// <summary>Names the folder for results (TRX) to the command.</summary>
    public const string ResultsVariable = "TEST_RESULTS";

    private const string Compiler = "UseSharedCompilation";

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="StageException">There is no such command: usage.</exception>
    public async Task<TestRun> RunAsync(string line, CancellationToken cancellation)
    {
        var words = CommandWords.Split(line);
        var executable = Find(words[0]) ?? throw new StageException(
            StageOutcome.Usage, $"--test-command: '{words[0]}' is neither a command on PATH nor a file of {context.Paths.Root}.",
            "Install it, or correct its name; what only a shell understands is written --test-command=\"bash -c '...'\".");
        Files.Use(() => Directory.CreateDirectory(context.Paths.TestResults));
        stages.Progress($"running {line}");
        return new TestRun(line, await Task.Run(() => journal.Run(() => Run(executable, words.Skip(1))), cancellation).ConfigureAwait(false));
    }

    /// <summary>No build server may outlive the run, unless the caller wants one.</summary>
    public static Dictionary<string, string?> BuildServers(HostEnvironment environment) => new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        [Compiler] = environment[Compiler] ?? "false",
    };

    private string? Find(string command) =>
        !command.Contains('/', StringComparison.Ordinal) && !command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? SearchPath.Find(command, environment["PATH"])
            : Path.GetFullPath(command, context.Paths.Root) is var file && File.Exists(file) ? file : null;

    private int Run(string executable, IEnumerable<string> arguments)
    {
        var settings = new Cake.Core.IO.ProcessSettings
        {
            Arguments = PinnedTool.Render(arguments),
            WorkingDirectory = context.Paths.Root,
            // The last two are what dotnet test reads in place of --logger trx and --results-directory.
            EnvironmentVariables = new Dictionary<string, string?>(BuildServers(environment))
            {
                [ResultsVariable] = context.Paths.TestResults,
                ["VSTestLogger"] = "trx",
                ["VSTestResultsDirectory"] = context.Paths.TestResults,
            },
        };
        using var process = context.ProcessRunner.Start(new Cake.Core.IO.FilePath(executable), settings);
        process.WaitForExit();
        return process.GetExitCode();
    }
}

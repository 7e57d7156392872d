using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Stages.Test;

/// <summary>The solution whose tests run where no command is given.</summary>
internal static class TestSolution
{
    private static readonly string[] Extensions = [".slnx", ".sln"];

    /// <summary>The one in the project's root.</summary>
    /// <exception cref="StageException">There is none, or there are several: usage.</exception>
    public static string Find(BuildPaths paths) => All(paths) is [var only] ? only : throw new StageException(StageOutcome.Usage, Problem(paths)!);

    /// <summary>Why Test cannot run; null where it can, or is told what to run.</summary>
    public static string? Problem(BuildContext context) => context.Options.Of(TestOptions.Command) is not null ? null : Problem(context.Paths);

    private static string? Problem(BuildPaths paths)
    {
        var found = All(paths).Select(file => Path.GetFileName(file)).ToList();
        return found.Count switch
        {
            0 => $"There is no solution (*.slnx, *.sln) in {paths.Root} whose tests could run. "
                + "Write what runs yours, such as --test-command='npm test', or leave them out by --skip=Test.",
            1 => null,
            _ => $"There are {found.Count} solutions in {paths.Root}: {string.Join(", ", found)}. "
                + $"Write which one is tested: --test-command={RepeatCommand.Quoted($"dotnet test {RepeatCommand.Quoted(found[0])}")}.",
        };
    }

    private static List<string> All(BuildPaths paths) =>
        [
            .. Files.Use(() => Directory.GetFiles(paths.Root)).Order(StringComparer.Ordinal)
                .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)),
        ];
}

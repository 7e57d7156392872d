using Gauntlet.Build.Pipeline;
using Gauntlet.ForeignText;
using Gauntlet.Security.Accepting;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>The entries of .trivyignore.yaml, of the change and of its base.</summary>
public static class AcceptedFindings
{
    private const int MostBytes = 1024 * 1024;

    /// <summary>Those of the change; none where it has no file.</summary>
    /// <exception cref="StageException">The file is wrong: usage, with its lines.</exception>
    public static IReadOnlyList<AcceptedFinding> Read(BuildPaths paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var (entries, problems) = ReadFile(paths.TrivyIgnore);
        var name = Path.GetFileName(paths.TrivyIgnore);
        return problems.Count == 0
            ? entries
            : throw new StageException(
                StageOutcome.Usage, $"{name}:{problems[0].Line}: {problems[0].Text}{(problems.Count > 1 ? $" (and {problems.Count - 1} more)" : "")}.",
                "An entry that accepts a finding says why (statement) and until when (expired_at).",
                [.. problems.Skip(1).Select(problem => $"{name}:{problem.Line}: {problem.Text}")]);
    }

    /// <summary>What a reviewer has to know of the entries, a sentence each; foreign text.</summary>
    /// <param name="acceptance">What they do to the findings.</param>
    /// <param name="ofBase">The file of the base; null where there is none to compare with.</param>
    public static IReadOnlyList<string> Notes(Acceptance acceptance, IReadOnlyList<AcceptedFinding> entries, string? ofBase)
    {
        ArgumentNullException.ThrowIfNull(acceptance);
        var before = ofBase is null ? null : ReadFile(ofBase).Entries.Select(Words).ToHashSet();
        return
        [
            .. acceptance.Expired.Select(entry =>
                $".trivyignore.yaml:{entry.Line}: {entry.Id} was accepted until {entry.Until:yyyy-MM-dd}, and is a finding again."),
            .. acceptance.Idle.Select(entry => $".trivyignore.yaml:{entry.Line}: {entry.Id} accepts nothing: no such finding. Take the entry out."),
            .. entries.Where(entry => before?.Contains(Words(entry)) == false)
                .Select(entry => $"This change accepts {entry.Id} until {entry.Until:yyyy-MM-dd}: {entry.Statement}"),
        ];
    }

    private static string Words(AcceptedFinding entry) =>
        string.Join('\n', [$"{entry.Kind} {entry.Id} {entry.Until:O}", .. entry.Paths, .. entry.Packages]);

    private static (IReadOnlyList<AcceptedFinding> Entries, IReadOnlyList<AcceptedProblem> Problems) ReadFile(string file)
    {
        try
        {
            return File.Exists(file) ? AcceptedFile.Read(ForeignFile.Read(file, MostBytes)) : ([], []);
        }
        catch (InvalidDataException e)
        {
            return ([], [new AcceptedProblem(1, e.Message)]);
        }
    }
}

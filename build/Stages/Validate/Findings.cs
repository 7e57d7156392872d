using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>Collects everything that Validate finds, so that a user fixes all of it in one go.</summary>
public sealed class Findings
{
    private readonly List<(StageOutcome Outcome, string Text)> _problems = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _notes = [];

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Those of <see cref="Warnings"/> that are of this machine's tools, the same in every run.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public StageOutcome Outcome => StageOutcomes.Worst(_problems.Select(problem => problem.Outcome));

    /// <summary>All problems as one; null when there is none.</summary>
    public StageProblem? Problem => _problems.Count switch
    {
        0 => null,
        1 => new StageProblem(_problems[0].Text),
        _ => new StageProblem($"{_problems.Count} problems; the first: {_problems[0].Text}", null, [.. _problems.Select(problem => problem.Text)]),
    };

    public void Usage(IEnumerable<string> problems) => _problems.AddRange(problems.Select(text => (StageOutcome.Usage, text)));

    public void Infrastructure(IEnumerable<string> problems) => _problems.AddRange(problems.Select(text => (StageOutcome.Infrastructure, text)));

    /// <summary>Adds what was found elsewhere, behind what is here.</summary>
    public void Add(Findings others)
    {
        ArgumentNullException.ThrowIfNull(others);
        _problems.AddRange(others._problems);
        _warnings.AddRange(others._warnings);
        _notes.AddRange(others._notes);
    }

    public void Warn(string warning) => _warnings.Add(warning);

    public void Note(string note)
    {
        Warn(note);
        _notes.Add(note);
    }
}

namespace Gauntlet.Workloads.Health;

/// <summary>Measures how long each phase took.</summary>
internal sealed class PhaseClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly List<PhaseDuration> _phases = [];
    private TimeSpan _lastEnd;

    public IReadOnlyList<PhaseDuration> Phases => _phases;

    /// <summary>Since the end of the phase before.</summary>
    public TimeSpan InPhase => time.GetElapsedTime(_start) - _lastEnd;

    /// <summary>Since the start.</summary>
    public TimeSpan InAll => time.GetElapsedTime(_start);

    /// <summary>Whether a phase has used up its budget, or all phases theirs together.</summary>
    public bool IsOver(HealthPhase phase, PhaseBudgets budgets) => InPhase > budgets.Of(phase) || InAll > budgets.Total;

    /// <summary>Ends the phases between two states; those that were over already have no length.</summary>
    public void Reach(HealthPhase? before, HealthPhase? now)
    {
        for (var phase = before is null ? HealthPhase.Nodes : before.Value + 1; now is not null && phase <= now; phase++)
        {
            End(phase);
        }
    }

    public void End(HealthPhase phase)
    {
        var end = time.GetElapsedTime(_start);
        _phases.Add(new PhaseDuration(phase, _lastEnd, end - _lastEnd));
        _lastEnd = end;
    }
}

namespace Gauntlet.Build.Stages.CheckHealth;

/// <summary>How long each phase of becoming healthy took.</summary>
public sealed record HealthResult(IReadOnlyList<PhaseTime> Phases, IReadOnlyList<string> Routes, IReadOnlyList<string> Notes);

/// <summary>One phase of the health check; <paramref name="Offset"/> is from the start of the stage.</summary>
public sealed record PhaseTime(string Name, TimeSpan Offset, TimeSpan Duration);

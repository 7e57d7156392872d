namespace Gauntlet.LoadGenerator.Running;

/// <summary>One request of the plan.</summary>
/// <param name="Number">Its number in the plan, or in the warm-up.</param>
/// <param name="Route">Its route.</param>
/// <param name="Due">Intended start on <see cref="Clock"/>.</param>
/// <param name="Measured">False in the warm-up.</param>
internal readonly record struct Arrival(long Number, int Route, long Due, bool Measured);

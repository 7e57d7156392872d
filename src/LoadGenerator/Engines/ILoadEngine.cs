using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Engines;

/// <summary>One way to send a load: an engine of ours, or a tool of others that hands over every request. docs/adding-an-engine.md adds one.</summary>
public interface ILoadEngine
{
    /// <summary>As in <c>--engine</c> and in reports.</summary>
    string Name { get; }

    /// <summary>What a plan may ask of it; the rest is refused before anything is sent.</summary>
    EngineAbilities Abilities { get; }

    /// <summary>The program that has to be installed; null for an engine of ours.</summary>
    EngineTool? Tool { get; }

    /// <summary>What else it cannot run of a plan, one sentence each; empty when it runs all of it.</summary>
    IEnumerable<string> Check(LoadOptions options, IReadOnlyList<LoadRoute> routes);

    /// <summary>Runs to the end of the plan, or until cancelled: then it returns what was measured so far, marked as interrupted.</summary>
    /// <exception cref="LoadEngineException">Its tool failed, or wrote what cannot be read.</exception>
    Task<LoadRun> RunAsync(LoadJob job, CancellationToken cancellation);
}

/// <summary>A program that an engine runs.</summary>
/// <param name="Command">As it is found on PATH.</param>
/// <param name="VersionArguments">What makes it print its version.</param>
public sealed record EngineTool(string Command, IReadOnlyList<string> VersionArguments);

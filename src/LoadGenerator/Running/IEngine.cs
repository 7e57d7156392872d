namespace Gauntlet.LoadGenerator.Running;

/// <summary>Sends the requests of a number of loops.</summary>
internal interface IEngine
{
    /// <summary>Its name in reports.</summary>
    string Name { get; }

    /// <summary>The clock that it sends by: monotonic, in nanoseconds.</summary>
    long Now();

    /// <summary>Runs all loops to their end or until they are stopped; a stop is a normal end.</summary>
    Task RunAsync(IReadOnlyList<LoopContext> loops);
}

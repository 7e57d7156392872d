using Gauntlet.LoadGenerator.Planning;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>Another load generator: how to start it, and how to read what it wrote.</summary>
internal interface IToolAdapter
{
    /// <summary>Name of its program and of the engine in reports.</summary>
    string Name { get; }

    /// <summary>What it cannot follow of the plan.</summary>
    string Deviation { get; }

    /// <summary>Why it cannot run this at all; null when it can.</summary>
    string? Refuses(LoadOptions options, IReadOnlyList<LoadRoute> routes);

    /// <summary>Writes the tool's input into a folder and returns its arguments.</summary>
    IReadOnlyList<string> Prepare(ToolJob job, string folder);

    /// <summary>Reads what it wrote to standard output.</summary>
    /// <exception cref="FormatException">It is not the tool's documented format.</exception>
    ToolResult Read(ToolJob job, string output);
}

/// <summary>What a tool is to do.</summary>
internal sealed record ToolJob(LoadOptions Options, IReadOnlyList<LoadRoute> Routes, LoadTarget Target, LoadPlan Plan)
{
    /// <summary>Routes of the plan that a script carries; it starts over after them.</summary>
    public const int PlannedRoutes = 10_000;

    public string Url(LoadRoute route) =>
        $"{route.Scheme}://{new System.Net.IPEndPoint(Target.Address, route.IsTls ? Target.TlsPort : Target.Port)}{route.Path}";

    public IEnumerable<int> RouteSequence() => Enumerable.Range(0, PlannedRoutes).Select(i => Plan.Route(i));
}

using System.Net;
using Gauntlet.LoadGenerator.Planning;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>What a tool is to do: one part of a load, its warm-up or what is measured.</summary>
internal sealed record ToolJob(LoadOptions Options, IReadOnlyList<LoadRoute> Routes, LoadTarget Target, LoadPlan Plan)
{
    /// <summary>Routes of the plan that a tool is given; it starts over after them.</summary>
    public const int PlannedRoutes = 10_000;

    public bool IsOpen => Options.Model == LoadModel.Open;

    /// <summary>The plan's length; null where a number of requests decides.</summary>
    public TimeSpan? Length =>
        Options.Requests is not null ? null
        : Options.Stages.Count > 0 ? TimeSpan.FromSeconds(Plan.Measured.Seconds)
        : Options.Duration;

    private double FirstRate => Options.Stages.Count > 0 ? Options.Stages[0].Rate : Options.Rate;

    public static ToolJob Of(LoadJob job) => new(job.Options, job.Routes, job.Target, new LoadPlan(job.Options, job.Routes));

    /// <summary>The part before the measured one, as a job of its own; null where there is none.</summary>
    public ToolJob? WarmUp() => Options.WarmUp switch
    {
        { Requests: > 0 and var requests } => this with { Options = Options with { Model = LoadModel.Closed, Requests = requests, Stages = [] } },
        { Duration: var length } when length > TimeSpan.Zero && FirstRate > 0 =>
            this with { Options = Options with { Duration = length, Rate = FirstRate, Requests = null, Stages = [] } },
        _ => null,
    };

    public string Url(LoadRoute route) => $"{route.Scheme}://{new IPEndPoint(Target.Address, route.IsTls ? Target.TlsPort : Target.Port)}{route.Path}";

    public IEnumerable<int> RouteSequence() => Enumerable.Range(0, PlannedRoutes).Select(i => Plan.Route(i));
}

using Gauntlet.LoadGenerator.Adapters;
using Gauntlet.LoadGenerator.Engines;
using Gauntlet.LoadGenerator.Epoll;
using Gauntlet.LoadGenerator.Portable;

namespace Gauntlet.LoadGenerator;

/// <summary>Every engine, once.</summary>
public static class LoadEngines
{
    /// <summary>The name that stands for the first engine of ours that can run a plan, or that lacks least of it.</summary>
    public const string Auto = "auto";

    /// <summary>Those of ours in the order in which <see cref="Auto"/> asks them, then the tools of others.</summary>
    public static IReadOnlyList<ILoadEngine> All { get; } =
    [
        new EpollEngine(),
        new PortableEngine(new DotNetPlatform()),
        new K6Engine(),
        new VegetaEngine(),
    ];

    /// <summary>What <see cref="LoadOptions.Engine"/> may be.</summary>
    public static IReadOnlyList<string> Names { get; } = [Auto, .. All.Select(engine => engine.Name)];

    /// <summary>The engine of this name; null for <see cref="Auto"/> and for a name that no engine has.</summary>
    public static ILoadEngine? Find(string name) => All.FirstOrDefault(engine => engine.Name == name);

    /// <summary>Which engine runs a plan, and why where it is not the one that is asked first.</summary>
    public static string Choice(LoadOptions options, IReadOnlyList<LoadRoute> routes)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(routes);
        var (first, chosen) = (All[0], Of(options, routes));
        return options.Engine != Auto || chosen == first || chosen is null
            ? $"engine {chosen?.Name ?? options.Engine}"
            : $"engine {chosen.Name}, because {string.Join("; ", EngineCheck.Problems(first, options, routes))}";
    }

    /// <summary>The engine that runs a plan; null where its name is not known.</summary>
    internal static ILoadEngine? Of(LoadOptions options, IReadOnlyList<LoadRoute> routes)
    {
        if (options.Engine != Auto)
        {
            return Find(options.Engine);
        }

        return All.Where(engine => engine.Tool is null).MinBy(engine => EngineCheck.Problems(engine, options, routes).Count());
    }
}

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

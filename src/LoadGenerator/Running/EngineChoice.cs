using Gauntlet.LoadGenerator.Epoll;
using Gauntlet.LoadGenerator.Portable;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>Which engine runs a load.</summary>
internal static class EngineChoice
{
    public static IEngine Of(LoadOptions options, IReadOnlyList<LoadRoute> routes)
    {
        var needsPortable = options.Http2 || routes.Any(route => route.IsTls);
        return options.Engine switch
        {
            EngineKind.Epoll when !OperatingSystem.IsLinux() => throw new ArgumentException("the epoll engine needs Linux: choose portable or auto"),
            EngineKind.Epoll when needsPortable => throw new ArgumentException("the epoll engine speaks plain HTTP/1.1 only: choose portable or auto for https and HTTP/2"),
            EngineKind.Epoll => new EpollEngine(),
            EngineKind.Auto when OperatingSystem.IsLinux() && !needsPortable => new EpollEngine(),
            EngineKind.Auto or EngineKind.Portable => new PortableEngine(new DotNetPlatform()),
            _ => throw new ArgumentException($"the engine {options.Engine} is not known"),
        };
    }
}

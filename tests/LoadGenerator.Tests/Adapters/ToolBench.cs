using System.Net;
using Gauntlet.LoadGenerator.Adapters;
using Gauntlet.LoadGenerator.Engines;
using Gauntlet.LoadGenerator.Planning;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Tests.Adapters;

/// <summary>Engines that run tools of others, with what the tools would write given by the test.</summary>
internal static class ToolBench
{
    public static readonly LoadTarget Target = new(IPAddress.Loopback, 8080);

    public static readonly RunHeader Header = new() { RunId = "run", Started = DateTimeOffset.UnixEpoch, Cluster = "kind", Command = "./build.sh" };

    public static readonly LoadRoute[] Routes =
    [
        new LoadRoute { Name = "foo", Host = "foo.test", ExpectedBody = "pong"u8.ToArray() },
        new LoadRoute { Name = "bar", Host = "bar.test", ExpectedBody = "pong"u8.ToArray() },
    ];

    public static ToolJob Job(LoadOptions? options = null) =>
        new(options ?? new LoadOptions(), Routes, Target, new LoadPlan(options ?? new LoadOptions(), Routes));

    public static (LoadRun Run, IReadOnlyList<ToolSample> Samples) Read(ToolEngine engine, string file, string written, LoadOptions? options = null)
    {
        var result = InFolder(folder =>
        {
            File.WriteAllText(Path.Combine(folder, file), written);
            return engine.Read(Job(options), folder, []);
        });
        return (engine.Book(Job(options), result, warmUp: null, interrupted: false), result.Samples);
    }

    public static T InFolder<T>(Func<string, T> use)
    {
        var folder = Directory.CreateTempSubdirectory("gauntlet-tool-").FullName;
        try
        {
            return use(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>A door to processes that starts none: it keeps what it was asked for, and answers what the test says.</summary>
internal sealed class StubTools(Func<EngineTool, IReadOnlyList<string>, ToolExit> answer) : IToolRunner
{
    public List<IReadOnlyList<string>> Asked { get; } = [];

    public Task<ToolExit> RunAsync(EngineTool tool, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        Asked.Add(arguments);
        return cancellation.IsCancellationRequested ? Task.FromCanceled<ToolExit>(cancellation) : Task.FromResult(answer(tool, arguments));
    }
}

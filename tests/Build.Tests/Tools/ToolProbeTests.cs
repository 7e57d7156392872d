using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Tests.Tools;

/// <summary>Asks real processes through Cake's real runner.</summary>
[CancelAfter(20_000)]
[Platform(Exclude = "Win")]
internal sealed class ToolProbeTests
{
    private ToolBench _bench = null!;
    private ToolProbe _probe = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new ToolBench();
        var platform = new CakePlatform();
        var environment = new CakeEnvironment(platform, new CakeRuntime());
        var (files, log) = (new FileSystem(), new CakeBuildLog(new CakeConsole(environment), Verbosity.Quiet));
        var configuration = new CakeConfiguration(new Dictionary<string, string>());
        var tools = new ToolLocator(
            environment, new ToolRepository(environment), new ToolResolutionStrategy(files, environment, new Globber(files, environment), configuration, log));
        _probe = new ToolProbe(new ProcessRunner(files, environment, log, tools, configuration));
    }

    [TearDown]
    public void TearDown() => _bench.Dispose();

    [Test]
    public void Ask_ToolAnswers_IsItsOutput()
    {
        var tool = _bench.PutOnPath("#!/bin/sh\necho \"tool $1\"\necho v1.2.3\n"u8.ToArray());

        Assert.That(_probe.Ask(tool, ["version"]), Is.EqualTo("tool version\nv1.2.3"));
    }

    [Test]
    public void Ask_FileCannotBeRun_IsEmpty()
    {
        var file = _bench.PutOnPath("\u007fELF, but not quite"u8.ToArray());

        Assert.That(_probe.Ask(file, ["version"]), Is.Empty);
    }

    [Test]
    public void Ask_ToolHangs_IsKilledAndEmpty()
    {
        var hung = new HungProcess();

        Assert.That(new ToolProbe(hung).Ask("/any/tool", ["version"]), Is.Empty);
        Assert.That(hung.Killed);
    }

    private sealed class HungProcess : IProcessRunner, IProcess
    {
        public bool Killed { get; private set; }

        public IProcess Start(FilePath filePath, ProcessSettings settings) => this;

        public void WaitForExit() => throw new AssertionException("would wait for ever");

        public bool WaitForExit(int milliseconds) => false;

        public int GetExitCode() => throw new AssertionException("it has not ended");

        public IEnumerable<string> GetStandardError() => throw new AssertionException("would wait for ever");

        public IEnumerable<string> GetStandardOutput() => throw new AssertionException("would wait for ever");

        public void Kill() => Killed = true;

        public void Dispose()
        {
        }
    }
}

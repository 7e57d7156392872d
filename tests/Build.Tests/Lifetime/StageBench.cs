using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Gauntlet.Build.Lifetime;
using Gauntlet.Build.Logging;
using Gauntlet.Build.Options;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Tests.State;
using Microsoft.Extensions.Time.Testing;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace Gauntlet.Build.Tests.Lifetime;

/// <summary>What stages run in, within the process of the tests: a project folder of its own, and a clock that only the test moves.</summary>
internal sealed class StageBench : ILogEventSink, IDisposable
{
    private readonly List<string> _lines = [];

    public StageBench(params string[] arguments)
    {
        var line = CommandLine.Parse(arguments, _ => null, StageCatalog.Host.Targets);
        var options = PipelineOptions.Bind(line, inContinuousIntegration: false);
        CakeLog = new SerilogCakeLog(new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(this).CreateLogger(), Mask, Live);
        Control = new RunControl(line, options, inContinuousIntegration: false, Time);
        Log = new StageLog(CakeLog, Live, Time);
        Context = new BuildContext(new BareContext(CakeLog), options, new BuildPaths(Directory.CreateTempSubdirectory("gauntlet-bench-").FullName)) { State = States.New() };
        Runner = new StageRunner(StageCatalog.Host, Control, Scope, Journal, new FailureClassifier(Journal), Log, Time);
    }

    public FakeTimeProvider Time { get; } = new(States.Noon);

    public SecretMask Mask { get; } = new(name => name == "GITHUB_TOKEN" ? "a-token-of-the-bench" : null);

    public StageScope Scope { get; } = new();

    public CommandJournal Journal { get; } = new();

    public SerilogCakeLog CakeLog { get; }

    public StageLog Log { get; }

    public RunControl Control { get; }

    public StageRunner Runner { get; }

    public BuildContext Context { get; }

    /// <summary>What was printed so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    private LiveLine Live { get; } = new(enabled: false);

    public void Emit(LogEvent logEvent)
    {
        lock (_lines)
        {
            _lines.Add(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    public void Dispose()
    {
        Control.Dispose();
        Directory.Delete(Context.Paths.Root, recursive: true);
    }

    /// <summary>A context of Cake's that has a log and nothing else.</summary>
    private sealed class BareContext(ICakeLog log) : ICakeContext
    {
        public ICakeLog Log => log;

        public IFileSystem FileSystem => throw new NotSupportedException();

        public ICakeEnvironment Environment => throw new NotSupportedException();

        public IGlobber Globber => throw new NotSupportedException();

        public ICakeArguments Arguments => throw new NotSupportedException();

        public IProcessRunner ProcessRunner => throw new NotSupportedException();

        public IRegistry Registry => throw new NotSupportedException();

        public IToolLocator Tools => throw new NotSupportedException();

        public ICakeDataResolver Data => throw new NotSupportedException();

        public ICakeConfiguration Configuration => throw new NotSupportedException();
    }
}

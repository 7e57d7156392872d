using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Gauntlet.Build.Ci;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Hosting;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Terminal;
using Gauntlet.HostBench;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gauntlet.Build.Tests.Pipeline;

/// <summary>What stages run in, within the process of the tests: a project folder of its own, and a clock that only the test moves.</summary>
internal sealed class StageBench : IDisposable
{
    private readonly HostEnvironment _environment;

    public StageBench(params string[] arguments)
        : this(new TestTerminal(), arguments)
    {
    }

    public StageBench(TestTerminal terminal, params string[] arguments)
    {
        var environment = _environment = new HostEnvironment(
            new Dictionary<string, string> { ["GITHUB_TOKEN"] = "a-token-of-the-bench" }, AppContext.BaseDirectory);
        var ci = new CiEnvironment(environment);
        var commands = new CiCommands(ci, terminal.Out);
        var line = CommandLine.Parse(arguments, _ => null, StageCatalog.Host.Targets);
        var options = new OptionValues(line, ci.IsCi);
        var style = TerminalStyle.Of(terminal, environment, ci, RunOptions.IsJsonLog(options));
        var live = new LiveLine(terminal, style);
        Terminal = terminal;
        Mask = new SecretMask(name => environment[name]);
        CakeLog = new HostLog(LogSinks.Create(terminal, style), Mask, commands, live);
        Control = new RunControl(line, options, Signals, Time);
        Log = new StageLog(CakeLog, live, style, Control, commands, Time);
        Context = new BuildContext(
            new BareContext(CakeLog), options, BuildPaths.Find(Directory.CreateTempSubdirectory("gauntlet-bench-").FullName, environment))
        {
            State = States.New(),
        };
        Runner = new StageRunner(StageCatalog.Host, Control, [Log, Journal, Scope], Time);
    }

    public FakeTimeProvider Time { get; } = new(States.Noon);

    public TestTerminal Terminal { get; }

    public TestSignals Signals { get; } = new();

    public SecretMask Mask { get; }

    public StageScope Scope { get; } = new();

    public CommandJournal Journal { get; } = new();

    public HostLog CakeLog { get; }

    public StageLog Log { get; }

    public RunControl Control { get; }

    public StageRunner Runner { get; }

    public BuildContext Context { get; }

    /// <summary>The kinds of clusters, as the host registers them.</summary>
    public ClusterCatalog Clusters => new ServiceCollection().AddClusters()
        .AddSingleton(Context.Paths).AddSingleton(Scope).AddSingleton(Log).AddSingleton(Journal).AddSingleton<TimeProvider>(Time).AddSingleton(_environment)
        .AddSingleton<CiEnvironment>().AddSingleton<CiFiles>().AddSingleton<AuditLog>()
        .BuildServiceProvider().GetRequiredService<ClusterCatalog>();

    /// <summary>The lines that were printed so far.</summary>
    public IReadOnlyList<string> Lines => Terminal.Output.Split('\n')[..^1];

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

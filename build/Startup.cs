using Cake.Cli;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Packaging;
using Gauntlet.Build.Checkouts;
using Gauntlet.Build.Ci;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Clusters.Images;
using Gauntlet.Build.Hosting;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Stages.CollectDiagnostics;
using Gauntlet.Build.Stages.Deploy;
using Gauntlet.Build.Stages.Chaos;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Stages.ScanSecurity;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Build.Terminal;
using Gauntlet.Build.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gauntlet.Build;

/// <summary>From arguments to a host: checks the command line, and registers what stages are made of.</summary>
internal sealed class Startup
{
    private readonly HostEnvironment _environment;
    private readonly ITerminal _terminal;
    private readonly ISignals _signals;
    private readonly CiEnvironment _ci;
    private readonly RunOutcome _outcome = new();
    private CommandLine? _line;
    private OptionValues? _options;
    private BuildPaths? _paths;
    private MachineTerminal? _machine;

    private Startup(HostEnvironment environment, ITerminal terminal, ISignals signals) =>
        (_environment, _terminal, _signals, _ci) = (environment, terminal, signals, new CiEnvironment(environment));

    /// <summary>What a run writes on.</summary>
    private ITerminal Terminal => _machine ?? _terminal;

    /// <summary>The exit code when there is nothing to run; null when there is.</summary>
    public int? Ended { get; private set; }

    public IReadOnlyList<string> HostArguments => _line!.HostArguments;

    /// <summary>Checks the arguments, and prints the help where it is asked for; a mistake is one line on standard error.</summary>
    public static Startup Parse(IReadOnlyList<string> arguments, HostEnvironment environment, ITerminal terminal, ISignals signals)
    {
        var startup = new Startup(environment, terminal, signals);
        try
        {
            startup.Read(arguments);
        }
        catch (Exception e) when (e is UsageException or System.IO.DirectoryNotFoundException)
        {
            LogSinks.CreateForErrors(terminal, WantsJson(arguments, environment)).Error("{Text:l}", e.Message);
            startup.Ended = 2;
        }

        return startup;
    }

    /// <summary>The host of this command line.</summary>
    /// <param name="replace">Registers other services last, in place of those of the same type.</param>
    public CakeHost CreateHost(Action<IServiceCollection>? replace = null)
    {
        var host = new CakeHost()
            .UseContext<BuildContext>()
            .UseLifetime<RunLifetime>()
            .UseTaskLifetime<StageLifetime>()
            .UseWorkingDirectory(_paths!.Root)
            .ConfigureServices(Register);
        return replace is null ? host : host.ConfigureServices(replace);
    }

    /// <summary>The verdict where stages ran; else what the host answered, a host that failed before being a fault of the infrastructure.</summary>
    public int ExitCode(int host)
    {
        if (_line!.Mode == "--dryrun")
        {
            PrintPlan(_options!, _paths!);
        }

        return _outcome.ExitCode ?? (host == 0 ? 0 : 3);
    }

    /// <summary>What Cake's dry run, which lists the targets, does not know.</summary>
    private void PrintPlan(OptionValues options, BuildPaths paths)
    {
        var ports = $"ports {options.Of(ClusterOptions.HttpPort)} and {options.Of(ClusterOptions.HttpsPort)}";
        _terminal.Out.WriteLine($"Cluster: {options.Of(ClusterOptions.Kind)}, name {options.Of(ClusterOptions.Name)}, {ports}");
        _terminal.Out.WriteLine($"Load: {LoadRequest.Words(options)}");
        _terminal.Out.WriteLine($"Files: {paths.Named(paths.Artifacts)}");
        if (options.Of(RunOptions.Skip) is { Count: > 0 } skipped)
        {
            _terminal.Out.WriteLine($"Left out by --skip: {string.Join(", ", skipped)}");
        }
    }

    private void Read(IReadOnlyList<string> arguments)
    {
        EnvironmentVariables.Check(_environment.Variables.Keys);
        _line = CommandLine.Parse(arguments, name => _environment[name] ?? KindOfProfile(name, arguments), StageCatalog.Host.Targets);
        if (_line.Values.GetValueOrDefault(ExistingOptions.Profile.Name) is [var profile])
        {
            var paths = BuildPaths.Find(_line.Working, _environment);
            var values = ClusterProfile.Read(paths, profile);
            _line = CommandLine.Parse(arguments, name => _environment[name] ?? values.ValueOf(paths, name), StageCatalog.Host.Targets);
        }

        _options = new OptionValues(_line, _ci.IsCi);
        if (_line.HostArguments.Contains("--help"))
        {
            _terminal.Out.Write(HelpText.Render(_terminal.IsInteractive ? _terminal.Width : 100));
            Ended = 0;
            return;
        }

        if (_line.Mode is null && _options.Of(RunOptions.Output) == "json")
        {
            _machine = new MachineTerminal(_terminal);
        }

        _paths = BuildPaths.Find(_line.Working, _environment);
        if (_options.Of(RunOptions.Artifacts) is { } artifacts)
        {
            _paths = _paths with { Artifacts = System.IO.Path.TrimEndingDirectorySeparator(artifacts) };
            ArtifactsFolder.Check(_paths);
        }

        if (_options.Of(RunOptions.From) is { } folder)
        {
            _paths = _paths with { Inputs = folder };
            if (!System.IO.File.Exists(_paths.StateInput))
            {
                throw new UsageException($"--from={folder} holds no state.json. Give the folder of a run's artifacts.");
            }
        }
    }

    /// <summary>A profile is of an existing cluster, which is known before it is read.</summary>
    private static string? KindOfProfile(string variable, IReadOnlyList<string> arguments) =>
        variable == ClusterOptions.Kind.EnvironmentVariable
            && arguments.Any(argument => argument.StartsWith($"--{ExistingOptions.Profile.Name}", StringComparison.Ordinal))
            ? ExistingCluster.Name
            : null;

    /// <summary>Whether <c>--log-format=json</c> is meant by arguments that could not be read; its value may be the next argument.</summary>
    private static bool WantsJson(IReadOnlyList<string> arguments, HostEnvironment environment) =>
        string.Join('=', arguments).Contains("--log-format=json", StringComparison.OrdinalIgnoreCase)
        || "json".Equals(environment[RunOptions.LogFormat.EnvironmentVariable], StringComparison.OrdinalIgnoreCase);

    /// <summary>In the order of Full, and so of --description; what is no stage comes last. Frosting takes them as their files were compiled.</summary>
    private static IEnumerable<IFrostingTask> Tasks(IServiceProvider services) =>
    [
        .. typeof(Startup).Assembly.GetExportedTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(IFrostingTask)))
            .OrderBy(type => StageCatalog.Host.Stages.TakeWhile(stage => stage.Task != type).Count())
            .Select(type => (IFrostingTask)ActivatorUtilities.CreateInstance(services, type)),
    ];

    private void Register(IServiceCollection services) =>
        services.AddSingleton(_line!).AddSingleton(_options!).AddSingleton(_paths!).AddSingleton(_outcome).AddSingleton(TimeProvider.System)
            .AddSingleton(_environment).AddSingleton<ICakeEnvironment, ProjectEnvironment>()
            .AddSingleton(_signals).AddSingleton<RunControl>().AddSingleton<IRunControl>(services => services.GetRequiredService<RunControl>())
            .AddSingleton(_ci).AddSingleton(new CiCommands(_ci, Terminal.Out)).AddSingleton<CiFiles>()
            .AddSingleton(new SecretMask(name => _environment[name]))
            .AddTerminal(Terminal, TerminalStyle.Of(Terminal, _environment, _ci, RunOptions.IsJsonLog(_options!)))
            .AddSingleton<IVersionResolver, HostVersion>()
            .AddSingleton<ICakeInfoFeature, HostVersion>()
            .AddSingleton<IProcessRunner, SupervisedProcessRunner>()
            .AddSingleton(new Orphans(_paths!.Children))
            .AddSingleton<StageScope>().AddSingleton<IStageObserver>(services => services.GetRequiredService<StageScope>())
            .AddSingleton<CommandJournal>().AddSingleton<IStageObserver>(services => services.GetRequiredService<CommandJournal>())
            .AddSingleton(StageCatalog.Host)
            .AddSingleton<StageRunner>()
            .AddSingleton(Tasks)
            .AddSingleton(services => PipelineEngine.Create(
                services.GetRequiredService<StageCatalog>(), services.GetRequiredService<ICakeDataService>(), services.GetRequiredService<ICakeLog>()))
            .AddSingleton<ArtifactsFolder>()
            .AddSingleton<PendingFault>().AddSingleton<ILeftBehind>(services => services.GetRequiredService<PendingFault>())
            .AddSingleton<LeftBehind>()
            .AddSingleton<RunFactory>()
            .AddSingleton<TeardownGuard>()
            .AddSingleton<RunSummary>()
            .AddSingleton<IToolProbe, ToolProbe>()
            .AddSingleton<ToolSet>()
            .AddSingleton<Secrets>()
            .AddSingleton<HeaderValues>()
            .AddSingleton<LoadExport>()
            .AddSingleton<ClusterChoice>()
            .AddSingleton<EvidenceCollector>()
            .AddSingleton<ManifestDeployer>()
            .AddSingleton<ImageBuilder>()
            .AddSingleton<BaseCheckout>()
            .AddSingleton<TrivyScan>()
            .AddSingleton<ImageScan>()
            .AddSingleton<ChangeScan>()
            .AddClusters()
            // NuGet's makes a scratch folder as soon as it is built, and no stage installs a tool by Cake.
            .RemoveAll<IPackageInstaller>();
}

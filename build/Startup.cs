using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Lifetime;
using Gauntlet.Build.Logging;
using Gauntlet.Build.Options;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Tools;
using Gauntlet.Build.Validation;
using Gauntlet.Workloads.Manifests;
using Microsoft.Extensions.DependencyInjection;

namespace Gauntlet.Build;

/// <summary>From arguments to a host: checks the command line, and registers what stages are made of.</summary>
internal sealed class Startup
{
    private static readonly string[] ReadManifests =
        [StageNames.Validate, StageNames.Deploy, StageNames.CheckHealth, StageNames.LoadTest, StageNames.Full, StageNames.Default];

    private readonly CommandLine? _line;
    private readonly PipelineOptions? _options;
    private readonly BuildPaths? _paths;
    private readonly RunOutcome _outcome = new();

    private Startup(int refused) => Refused = refused;

    private Startup(CommandLine line, PipelineOptions options, BuildPaths paths) => (_line, _options, _paths) = (line, options, paths);

    /// <summary>The exit code when there is nothing to run; null when there is.</summary>
    public int? Refused { get; }

    public IReadOnlyList<string> HostArguments => _line!.HostArguments;

    private static bool InContinuousIntegration => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    /// <summary>Checks the arguments; a mistake is one line on standard error.</summary>
    public static Startup Parse(IReadOnlyList<string> arguments)
    {
        try
        {
            var line = CommandLine.Parse(arguments, Environment.GetEnvironmentVariable, StageNames.Targets);
            var options = PipelineOptions.Bind(line, InContinuousIntegration);
            var paths = line.Working is { } working ? new BuildPaths(System.IO.Path.GetFullPath(working)) : BuildPaths.Find(AppContext.BaseDirectory);
            return new Startup(line, options, options.From is { } folder ? paths with { Inputs = folder } : paths);
        }
        catch (Exception e) when (e is UsageException or System.IO.DirectoryNotFoundException)
        {
            Console.Error.WriteLine("error: " + e.Message);
            return new Startup(2);
        }
    }

    public CakeHost CreateHost()
    {
        if (_line!.Mode is null && _line.Targets.Any(ReadManifests.Contains))
        {
            // The host starts meanwhile.
            ManifestSet.Prepare();
        }

        return new CakeHost()
            .UseContext<BuildContext>()
            .UseLifetime<RunLifetime>()
            .UseTaskLifetime<StageLifetime>()
            .UseWorkingDirectory(_paths!.Root)
            .ConfigureServices(Register);
    }

    /// <summary>The verdict where stages ran; else what the host answered, a host that failed before being a fault of the surroundings.</summary>
    public int ExitCode(int host)
    {
        if (_line!.Mode == "--help")
        {
            Console.Out.Write(HelpText.Render(Console.IsOutputRedirected ? 100 : Console.WindowWidth));
        }

        return _outcome.ExitCode ?? (host == 0 ? 0 : 3);
    }

    private void Register(IServiceCollection services)
    {
        var terminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        var plain = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        services.AddSingleton(_line!).AddSingleton(_options!).AddSingleton(_paths!).AddSingleton(_outcome).AddSingleton(TimeProvider.System)
            .AddSingleton(new LiveLine(terminal && !plain && !_options!.JsonLog && !InContinuousIntegration))
            .AddSingleton(ConsoleLog.Create(_options!.JsonLog, terminal && !plain, terminal ? Console.WindowWidth : null))
            .AddSingleton(new SecretMask(Environment.GetEnvironmentVariable))
            .AddSingleton(services => new RunControl(_line!, _options!, InContinuousIntegration, services.GetRequiredService<TimeProvider>()))
            .AddSingleton<SerilogCakeLog>()
            .AddSingleton<ICakeLog>(services => services.GetRequiredService<SerilogCakeLog>())
            .AddSingleton<ICakeReportPrinter, SilentReportPrinter>()
            .AddSingleton<IProcessRunner, SupervisedProcessRunner>()
            .AddSingleton(new Orphans(BuildPaths.Children))
            .AddSingleton<StageScope>()
            .AddSingleton<CommandJournal>()
            .AddSingleton<FailureClassifier>()
            .AddSingleton<StageLog>()
            .AddSingleton<StageRunner>()
            .AddSingleton<RunFactory>()
            .AddSingleton<TeardownGuard>()
            .AddSingleton<RunSummary>()
            .AddSingleton<IToolProbe, ToolProbe>()
            .AddSingleton<ToolSet>()
            .AddSingleton<ClusterChoice>()
            .AddSingleton<Diagnostics.EvidenceCollector>()
            .AddSingleton<Security.TrivyScan>()
            .AddClusters();
    }
}

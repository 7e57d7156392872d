using Cake.Cli;
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
    private readonly CommandLine? _line;
    private readonly PipelineOptions? _options;
    private readonly BuildPaths? _paths;
    private readonly RunOutcome _outcome = new();

    private Startup(int ended) => Ended = ended;

    private Startup(CommandLine line, PipelineOptions options, BuildPaths paths) => (_line, _options, _paths) = (line, options, paths);

    /// <summary>The exit code when there is nothing to run; null when there is.</summary>
    public int? Ended { get; }

    public IReadOnlyList<string> HostArguments => _line!.HostArguments;

    private static bool InContinuousIntegration => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    /// <summary>Checks the arguments, and prints the help where it is asked for; a mistake is one line on standard error.</summary>
    public static Startup Parse(IReadOnlyList<string> arguments)
    {
        try
        {
            EnvironmentVariables.Check(Environment.GetEnvironmentVariables().Keys.Cast<string>());
            var line = CommandLine.Parse(arguments, Environment.GetEnvironmentVariable, StageCatalog.Host.Targets);
            var options = PipelineOptions.Bind(line, InContinuousIntegration);
            if (line.HostArguments.Contains("--help"))
            {
                Console.Out.Write(HelpText.Render(Console.IsOutputRedirected ? 100 : ConsoleLog.Width));
                return new Startup(0);
            }

            var paths = line.Working is { } working ? new BuildPaths(System.IO.Path.GetFullPath(working)) : BuildPaths.Find(AppContext.BaseDirectory);
            if (options.From is not { } folder)
            {
                return new Startup(line, options, paths);
            }

            paths = paths with { Inputs = folder };
            return System.IO.File.Exists(paths.StateInput)
                ? new Startup(line, options, paths)
                : throw new UsageException($"--from={folder} holds no state.json. Give the folder of a run's artifacts.");
        }
        catch (Exception e) when (e is UsageException or System.IO.DirectoryNotFoundException)
        {
            ConsoleLog.CreateForErrors(WantsJson(arguments)).Error("{Text:l}", e.Message);
            return new Startup(2);
        }
    }

    public CakeHost CreateHost()
    {
        if (_line!.Mode is null)
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
        if (_line!.Mode == "--dryrun" && _options!.Skip.Count > 0)
        {
            // Cake's dry run lists them with the others.
            Console.Out.WriteLine($"Left out by --skip: {string.Join(", ", _options.Skip)}");
        }

        return _outcome.ExitCode ?? (host == 0 ? 0 : 3);
    }

    /// <summary>Whether <c>--log-format=json</c> is meant by arguments that could not be read; its value may be the next argument.</summary>
    private static bool WantsJson(IReadOnlyList<string> arguments) =>
        string.Join('=', arguments).Contains("--log-format=json", StringComparison.OrdinalIgnoreCase)
        || "json".Equals(Environment.GetEnvironmentVariable(OptionCatalog.Find("log-format")!.EnvironmentVariable), StringComparison.OrdinalIgnoreCase);

    private void Register(IServiceCollection services)
    {
        var terminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        var plain = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        services.AddSingleton(_line!).AddSingleton(_options!).AddSingleton(_paths!).AddSingleton(_outcome).AddSingleton(TimeProvider.System)
            .AddSingleton(new LiveLine(terminal && !plain && !_options!.JsonLog && !InContinuousIntegration))
            .AddSingleton(ConsoleLog.Create(_options!.JsonLog, terminal && !plain, terminal ? ConsoleLog.Width : null))
            .AddSingleton(new SecretMask(Environment.GetEnvironmentVariable))
            .AddSingleton(services => new RunControl(_line!, _options!, InContinuousIntegration, services.GetRequiredService<TimeProvider>()))
            .AddSingleton<SerilogCakeLog>()
            .AddSingleton<ICakeLog>(services => services.GetRequiredService<SerilogCakeLog>())
            .AddSingleton<ICakeReportPrinter, SilentReportPrinter>()
            .AddSingleton<IVersionResolver, HostVersion>()
            .AddSingleton<ICakeInfoFeature, HostVersion>()
            .AddSingleton<IProcessRunner, SupervisedProcessRunner>()
            .AddSingleton(new Orphans(BuildPaths.Children))
            .AddSingleton<StageScope>()
            .AddSingleton<CommandJournal>()
            .AddSingleton<FailureClassifier>()
            .AddSingleton<StageLog>()
            .AddSingleton(StageCatalog.Host)
            .AddSingleton<StageRunner>()
            .AddSingleton(services => PipelineEngine.Create(services.GetRequiredService<StageCatalog>(), services.GetRequiredService<ICakeDataService>(), services.GetRequiredService<ICakeLog>()))
            .AddSingleton<CheckoutLock>()
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

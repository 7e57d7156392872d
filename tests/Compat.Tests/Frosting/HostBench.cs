using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Gauntlet.Compat.Tests.Frosting;

/// <summary>
/// Runs a real host in this process and keeps what it did. Tasks are registered by hand: an assembly scan would bring every task of the tests.
/// </summary>
internal sealed class HostBench : IDisposable
{
    private readonly CakeHost _host = new();
    private readonly string _workingDirectory = Environment.CurrentDirectory;
    private readonly StringWriter _screen = new();

    public HostBench()
    {
        _host.ConfigureServices(services => services
            .AddSingleton(Journal)
            .AddSingleton<ICakeLog>(Log)
            .AddSingleton<IConsole>(new ScreenConsole(_screen))
            .AddSingleton(AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(_screen),
            }))
            .AddSingleton<ICakeReportPrinter>(Report));
    }

    public Journal Journal { get; } = new();

    public RecordingLog Log { get; } = new();

    public RecordingReport Report { get; } = new();

    /// <summary>What went to the console, apart from the log.</summary>
    public string Screen => _screen.ToString();

    public HostBench Tasks(params Type[] tasks) => With(host => host.ConfigureServices(services =>
    {
        foreach (var task in tasks)
        {
            services.AddSingleton(typeof(IFrostingTask), task);
        }
    }));

    public HostBench With(Action<CakeHost> configure)
    {
        configure(_host);
        return this;
    }

    public int Run(params string[] arguments) => _host.Run(arguments);

    public void Dispose()
    {
        // A host sets the working directory of its process.
        Environment.CurrentDirectory = _workingDirectory;
        _screen.Dispose();
    }
}

/// <summary>What happened, in order.</summary>
internal sealed class Journal
{
    public List<string> Lines { get; } = [];

    public void Add(string line) => Lines.Add(line);
}

internal sealed class RecordingLog : ICakeLog
{
    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    public List<string> Lines { get; } = [];

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (verbosity <= Verbosity)
        {
            Lines.Add($"{level}: {(args.Length == 0 ? format : string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args))}");
        }
    }
}

internal sealed class RecordingReport : ICakeReportPrinter
{
    public List<string> Lines { get; } = [];

    public void Write(CakeReport report) => Lines.AddRange(report.Select(entry => $"{entry.TaskName} {entry.ExecutionStatus}"));

    public void WriteStep(string name, Verbosity verbosity)
    {
    }

    public void WriteLifeCycleStep(string name, Verbosity verbosity)
    {
    }

    public void WriteSkippedStep(string name, Verbosity verbosity)
    {
    }
}

internal sealed class ScreenConsole(StringWriter screen) : IConsole
{
    public ConsoleColor ForegroundColor { get; set; }

    public ConsoleColor BackgroundColor { get; set; }

    public bool SupportAnsiEscapeCodes => false;

    public void Write(string format, params object[] arg) => screen.Write(format, arg);

    public void WriteLine(string format, params object[] arg) => screen.WriteLine(format, arg);

    public void WriteError(string format, params object[] arg) => screen.Write(format, arg);

    public void WriteErrorLine(string format, params object[] arg) => screen.WriteLine(format, arg);

    public void ResetColor()
    {
    }
}

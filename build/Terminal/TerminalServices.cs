using Cake.Core.Diagnostics;
using Gauntlet.Build.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Gauntlet.Build.Terminal;

/// <summary>Registers everything that writes.</summary>
internal static class TerminalServices
{
    public static IServiceCollection AddTerminal(this IServiceCollection services, ITerminal terminal, TerminalStyle style) => services
        .AddSingleton(terminal)
        .AddSingleton(style)
        .AddSingleton(LogSinks.Create(terminal, style))
        .AddSingleton<LiveLine>()
        .AddSingleton<HostLog>()
        .AddSingleton<ICakeLog>(services => services.GetRequiredService<HostLog>())
        .AddSingleton<StageLog>()
        .AddSingleton<IStageObserver>(services => services.GetRequiredService<StageLog>())
        .AddSingleton<VerdictLines>()
        .AddSingleton<DailyNotes>()
        .AddSingleton<ICakeReportPrinter, SilentReportPrinter>()
        .AddSingleton<IConsole, CakeConsole>()
        // Cake's list of targets.
        .AddSingleton(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Out) }));
}

using System;
using Cake.Cli;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.Scripting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Cake.Frosting.Internal;

/// <summary>Registers tasks and lifetimes on Cake's engine, and runs the targets on the script host that the mode asks for.</summary>
internal sealed class FrostingRun(IServiceProvider provider, FrostingSettings settings)
{
    private readonly ICakeEngine _engine = provider.GetRequiredService<ICakeEngine>();
    private readonly ICakeLog _log = provider.GetRequiredService<ICakeLog>();
    private readonly IFrostingContext _context = provider.GetRequiredService<IFrostingContext>();

    public void Execute()
    {
        var host = CreateHost();
        if (settings.Exclusive)
        {
            host.Settings.UseExclusiveTarget();
        }

        foreach (var task in provider.GetServices<IFrostingTask>())
        {
            new TaskRegistration(_engine, _log, _context, task).Register();
        }

        RegisterLifetimes();
        host.RunTargetsAsync(settings.Targets).GetAwaiter().GetResult();
    }

    private ScriptHost CreateHost()
    {
        if (settings.DryRun)
        {
            return new DryRunScriptHost<IFrostingContext>(_engine, _context, _log);
        }

        if (settings.Tree)
        {
            return new TreeScriptHost(_engine, _context, provider.GetRequiredService<IConsole>());
        }

        return settings.Description
            ? new DescriptionScriptHost(_engine, _context, provider.GetRequiredService<IAnsiConsole>())
            : new BuildScriptHost<IFrostingContext>(
                _engine,
                provider.GetRequiredService<IExecutionStrategy>(),
                _context,
                provider.GetRequiredService<ICakeReportPrinter>(),
                provider.GetRequiredService<ICakeConfiguration>(),
                _log);
    }

    private void RegisterLifetimes()
    {
        if (provider.GetService<IFrostingSetup>() is { } setup)
        {
            _log.Debug("Registering setup: {0}", setup.GetType().Name);
            _engine.RegisterSetupAction(info => setup.Setup(_context, info));
        }

        if (provider.GetService<IFrostingTeardown>() is { } teardown)
        {
            _log.Debug("Registering teardown: {0}", teardown.GetType().Name);
            _engine.RegisterTeardownAction(info => teardown.Teardown(_context, info));
        }

        if (provider.GetService<IFrostingTaskSetup>() is { } taskSetup)
        {
            _log.Debug("Registering task setup: {0}", taskSetup.GetType().Name);
            _engine.RegisterTaskSetupAction(info => taskSetup.Setup(_context, info));
        }

        if (provider.GetService<IFrostingTaskTeardown>() is { } taskTeardown)
        {
            _log.Debug("Registering task setup: {0}", taskTeardown.GetType().Name); // the package says so
            _engine.RegisterTaskTeardownAction(info => taskTeardown.Teardown(_context, info));
        }
    }
}

using System;
using System.Threading;
using Cake.Cli;
using Cake.Cli.Infrastructure;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting.Internal;

internal sealed class FrostingCommand(IServiceCollection services) : Command<FrostingSettings>
{
    public override int Execute(CommandContext context, FrostingSettings settings, CancellationToken cancellationToken)
    {
        services.AddSingleton<ICakeArguments>(context.Remaining.ToCakeArguments(settings.Targets));
        services.AddSingleton(context.Remaining);
        services.AddSingleton(provider => Configuration(provider, context.Remaining));
#pragma warning disable CA2000 // Dispose objects before losing scope: the package never disposes its provider, and nothing may come to depend on it.
        var provider = services.BuildServiceProvider();
#pragma warning restore CA2000
        var log = provider.GetRequiredService<ICakeLog>();
        try
        {
            if (settings.Version || settings.Info)
            {
                Print(provider, settings.Version);
                return 0;
            }

            SetWorkingDirectory(provider, settings.WorkingDirectory);
            log.Verbosity = provider.GetRequiredService<ICakeConfiguration>().GetVerbosity(settings.Verbosity);
            new FrostingRun(provider, settings).Execute();
            return 0;
        }
#pragma warning disable CA1031 // Do not catch general exception types: the host never throws, it answers an exit code.
        catch (Exception exception)
        {
            return log.LogException(exception);
        }
#pragma warning restore CA1031
    }

    private static void Print(IServiceProvider provider, bool version)
    {
        var console = provider.GetRequiredService<IConsole>();
        if (version)
        {
            provider.GetRequiredService<ICakeVersionFeature>().Run(console);
        }
        else
        {
            provider.GetRequiredService<ICakeInfoFeature>().Run(console);
        }
    }

    private static void SetWorkingDirectory(IServiceProvider provider, DirectoryPath fromCommandLine)
    {
        var environment = provider.GetRequiredService<ICakeEnvironment>();
        var directory = (fromCommandLine ?? provider.GetService<WorkingDirectory>()?.Path ?? ".").MakeAbsolute(environment);
        if (!provider.GetRequiredService<IFileSystem>().GetDirectory(directory).Exists)
        {
            throw new FrostingException($"The working directory '{directory.FullPath}' does not exist.");
        }

        environment.WorkingDirectory = directory;
    }

    private static ICakeConfiguration Configuration(IServiceProvider provider, IRemainingArguments remaining)
    {
        var environment = provider.GetRequiredService<ICakeEnvironment>();
        var arguments = new System.Collections.Generic.Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in remaining.Parsed)
        {
            foreach (var value in group)
            {
                arguments.TryAdd(group.Key, value ?? string.Empty);
            }
        }

        return new CakeConfigurationProvider(provider.GetRequiredService<IFileSystem>(), environment)
            .CreateConfiguration(environment.WorkingDirectory, arguments);
    }
}

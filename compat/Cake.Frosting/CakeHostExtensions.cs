using System;
using Cake.Core.IO;
using Cake.Frosting.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

public static class CakeHostExtensions
{
    public static CakeHost UseContext<TContext>(this CakeHost host)
        where TContext : class, IFrostingContext =>
        host.ConfigureServices(services => services.AddSingleton<IFrostingContext, TContext>());

    public static CakeHost UseLifetime<TLifetime>(this CakeHost host)
        where TLifetime : class, IFrostingLifetime =>
        host.ConfigureServices(services => services.AddSingleton<TLifetime>()
            .AddSingleton<IFrostingSetup>(Get<TLifetime>).AddSingleton<IFrostingTeardown>(Get<TLifetime>));

    public static CakeHost UseTaskLifetime<TLifetime>(this CakeHost host)
        where TLifetime : class, IFrostingTaskLifetime =>
        host.ConfigureServices(services => services.AddSingleton<TLifetime>()
            .AddSingleton<IFrostingTaskSetup>(Get<TLifetime>).AddSingleton<IFrostingTaskTeardown>(Get<TLifetime>));

    public static CakeHost UseWorkingDirectory(this CakeHost host, DirectoryPath path) =>
        host.ConfigureServices(services => services.AddSingleton(new WorkingDirectory(path)));

    /// <summary>One instance sets up and tears down.</summary>
    private static TLifetime Get<TLifetime>(IServiceProvider provider) => provider.GetRequiredService<TLifetime>();
}

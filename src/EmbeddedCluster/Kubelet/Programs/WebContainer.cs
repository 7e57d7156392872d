using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gauntlet.EmbeddedCluster.Kubelet.Programs;

/// <summary>One or more web servers that live and die as a container does: stopping them really closes their connections.</summary>
internal sealed class WebContainer(IReadOnlyList<WebApplication> applications, int stopCode, Action stopped) : IRunningContainer
{
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<int> Exited => _exited.Task;

    public async Task StopAsync(CancellationToken force)
    {
        foreach (var application in applications)
        {
            await application.StopAsync(force);
            await application.DisposeAsync();
        }

        stopped();
        _exited.TrySetResult(stopCode);
    }

    public static WebApplication Create(IEnumerable<IPEndPoint> endpoints, Action<IPEndPoint, ListenOptions>? configure, Action<IServiceCollection>? services, RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        services?.Invoke(builder.Services);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            foreach (var endpoint in endpoints)
            {
                kestrel.Listen(endpoint, listen => configure?.Invoke(endpoint, listen));
            }
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var application = builder.Build();
        application.Run(handler);
        return application;
    }

    /// <summary>Signals to the process are the cluster's business, not a container's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>A program that ended at once.</summary>
internal sealed class EndedContainer(int code) : IRunningContainer
{
    public Task<int> Exited { get; } = Task.FromResult(code);

    public Task StopAsync(CancellationToken force) => Task.CompletedTask;
}

using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gauntlet.EmbeddedCluster.Kubelet.Programs;

/// <summary>One or more web servers that live and die as a container does: stopping them really closes their connections.</summary>
internal sealed class WebContainer : IRunningContainer
{
    private readonly IReadOnlyList<WebApplication> _applications;
    private readonly IReadOnlyList<IDisposable> _owned;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _stopping;

    private WebContainer(IReadOnlyList<WebApplication> applications, IReadOnlyList<IDisposable> owned)
    {
        _applications = applications;
        _owned = owned;
    }

    public Task<int> Exited => _exited.Task;

    /// <summary>Starts all servers, or none: one that cannot start must not leave the others' ports taken.</summary>
    /// <param name="applications">The servers, in the order of their start.</param>
    /// <param name="owned">What they use and nobody else does: it ends with them.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<WebContainer> StartAsync(
        IReadOnlyList<WebApplication> applications, IReadOnlyList<IDisposable> owned, CancellationToken cancellationToken)
    {
        var container = new WebContainer(applications, owned);
        try
        {
            foreach (var application in applications)
            {
                await application.StartAsync(cancellationToken);
            }

            return container;
        }
        catch
        {
            await container.DisposeAllAsync();
            throw;
        }
    }

    public async Task StopAsync(CancellationToken force)
    {
        // A failed liveness probe and the end of the pod may both stop it.
        if (Interlocked.Exchange(ref _stopping, true))
        {
            await Exited;
            return;
        }

        foreach (var application in _applications)
        {
            await application.StopAsync(force);
        }

        await DisposeAllAsync();
        _exited.TrySetResult(0);
    }

    /// <param name="endpoints">Where the container wants to listen, in the addresses of its pod or of the machine.</param>
    /// <param name="bind">Opens the socket for one of them, there or elsewhere.</param>
    public static WebApplication Create(
        IEnumerable<IPEndPoint> endpoints, Func<IPEndPoint, Socket> bind,
        Action<IPEndPoint, ListenOptions>? configure, Action<IServiceCollection>? services, RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        services?.Invoke(builder.Services);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint => bind((IPEndPoint)endpoint));
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

    private async Task DisposeAllAsync()
    {
        foreach (var application in _applications)
        {
            await application.DisposeAsync();
        }

        foreach (var used in _owned)
        {
            used.Dispose();
        }
    }

    /// <summary>Signals to the process are the cluster's business, not a container's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

using System.Net;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Api.Admission;
using Gauntlet.EmbeddedCluster.Api.Apply;
using Gauntlet.EmbeddedCluster.Certificates;
using Gauntlet.EmbeddedCluster.Controllers;
using Gauntlet.EmbeddedCluster.Ingress;
using Gauntlet.EmbeddedCluster.Kubelet;
using Gauntlet.EmbeddedCluster.Kubelet.Programs;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.EmbeddedCluster.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Gauntlet.EmbeddedCluster.Network;

namespace Gauntlet.EmbeddedCluster.Hosting;

/// <summary>Puts the cluster together: API server, controllers, kubelets.</summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    public const string Simulated =
        "embedded: nodes, scheduling, image pulls and pods are simulated in one process; RBAC and ResourceQuotas are not enforced (docs/embedded-cluster.md)";

    private readonly WebApplication _application;
    private readonly ClusterSettings _settings;

    private ClusterHost(WebApplication application, ClusterSettings settings)
    {
        _application = application;
        _settings = settings;
    }

    public IServiceProvider Services => _application.Services;

    public string ApiServer => _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        .Replace("[::]", "127.0.0.1", StringComparison.Ordinal);

    public static ClusterHost Build(ClusterSettings settings, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddProvider(new FileLoggerProvider(EmbeddedClusterFiles.Log(settings.Directory), clock));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var certificates = new ClusterCertificates(clock);
        AddServices(builder.Services, settings, clock, certificates);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, certificates));
        var application = builder.Build();
        application.Run(application.Services.GetRequiredService<Gatekeeper>().HandleAsync);
        return new ClusterHost(application, settings);
    }

    /// <summary>Starts everything and returns the endpoint, once nodes and namespaces exist.</summary>
    public async Task<EmbeddedEndpoint> StartAsync(CancellationToken cancellationToken)
    {
        await _application.StartAsync(cancellationToken);
        Services.GetRequiredService<Bootstrap>().Run();
        var ports = Services.GetRequiredService<IngressPorts>();
        var certificates = Services.GetRequiredService<ClusterCertificates>();
        var kubeconfig = Path.Combine(_settings.Directory, "kubeconfig");
        var authority = Path.Combine(_settings.Directory, "ca.crt");
        AtomicFile.Write(authority, certificates.AuthorityPem);
        Kubeconfig.Write(kubeconfig, _settings.Name, ApiServer, certificates);
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return new EmbeddedEndpoint
        {
            Name = _settings.Name,
            Pid = Environment.ProcessId,
            ProcessStart = ProcessStart.Of(self),
            TokenHash = EmbeddedClusterFiles.Hash(_settings.Token),
            ApiServer = ApiServer,
            Kubeconfig = kubeconfig,
            Context = Kubeconfig.ContextName(_settings.Name),
            CertificateAuthority = authority,
            IngressHttp = ports.Http.Endpoint.ToString(),
            IngressHttps = ports.Https.Endpoint.ToString(),
            Notes = ports.Notes,
            Simulated = Simulated,
            Directory = _settings.Directory,
        };
    }

    /// <summary>Publishes the endpoint file: who sees it may use the cluster.</summary>
    public void Announce(EmbeddedEndpoint endpoint) => Services.GetRequiredService<LifeGuard>().Announce(endpoint);

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _application.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, ClusterCertificates certificates)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.Http2.MaxStreamsPerConnection = 2_000;
        kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificates.Server,
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            HandshakeTimeout = TimeSpan.FromSeconds(5),

            // A certificate of somebody else is answered with 401, not with a torn connection.
            ClientCertificateValidation = (_, _, _) => true,
        }));
    }

    private static void AddServices(IServiceCollection services, ClusterSettings settings, TimeProvider clock, ClusterCertificates certificates)
    {
        services.AddSingleton(settings).AddSingleton(clock).AddSingleton(certificates);
        services.AddSingleton(_ => IngressPorts.Choose(settings.HttpPort, settings.HttpsPort));
        services.AddSingleton<ObjectStore>().AddSingleton<ResourceCatalogue>()
            .AddSingleton<ServiceAddresses>().AddSingleton<Defaults>().AddSingleton<Registry>();
        services.AddSingleton<Discovery>().AddSingleton<OpenApi>().AddSingleton<KindModels>().AddSingleton<FieldValidation>().AddSingleton<FieldManager>();
        services.AddSingleton<ReadHandler>().AddSingleton<WriteHandler>().AddSingleton<PatchHandler>().AddSingleton<ScaleHandler>().AddSingleton<LogHandler>();
        services.AddSingleton<ApiHandler>().AddSingleton<Gatekeeper>().AddSingleton<ActivityMonitor>();
        services.AddSingleton<EventRecorder>().AddSingleton<NodeController>().AddSingleton<Bootstrap>();
        services.AddSingleton<PodConnector>().AddSingleton<PodNetwork>().AddSingleton<Prober>().AddSingleton<ContainerLogs>().AddSingleton<NodeServices>();
        services.AddSingleton<HttpEchoProgram>().AddSingleton<IngressControllerProgram>().AddSingleton<ShellProgram>()
            .AddSingleton<BuiltImageProgram>().AddSingleton<IImages, ImageCatalogue>();
        services.AddHostedService<NamespaceController>().AddHostedService<GarbageCollector>().AddHostedService<Scheduler>();
        services.AddHostedService<DeploymentController>().AddHostedService<ReplicaSetController>().AddHostedService<EndpointsController>();
        services.AddHostedService<JobController>().AddHostedService<CustomResourceController>();
        services.AddSingleton<FrozenPods>().AddHostedService(provider => provider.GetRequiredService<FrozenPods>());
        services.AddHostedService<KubeletService>().AddSingleton<LifeGuard>().AddHostedService(provider => provider.GetRequiredService<LifeGuard>());
    }
}

using System.Net;
using System.Net.Sockets;
using Gauntlet.EmbeddedCluster.Certificates;
using Gauntlet.EmbeddedCluster.Kubelet;
using Gauntlet.EmbeddedCluster.Kubelet.Programs;
using Gauntlet.EmbeddedCluster.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Gauntlet.EmbeddedCluster.Network;

namespace Gauntlet.EmbeddedCluster.Ingress;

/// <summary>
/// ingress-nginx/controller: a reverse proxy on the pod's and the host's ports, health on 10254, and the address in the status of its Ingresses.
/// </summary>
internal sealed class IngressControllerProgram(
    ObjectStore store, PodNetwork network, IngressPorts ports, ClusterCertificates certificates, ActivityMonitor activity) : IContainerProgram
{
    private const int HealthPort = 10254;

    public async Task<IRunningContainer> StartAsync(ContainerContext context, CancellationToken cancellationToken)
    {
        var options = new IngressOptions(
            context.Flag("controller-class") ?? "k8s.io/ingress-nginx",
            context.Flag("ingress-class") ?? "nginx",
            context.Flag("watch-ingress-without-class") is "true" or "",
            context.Flag("publish-status-address"));
        var follower = new IngressFollower(store, options, context.Log.Write);
        var gate = new PolicyGate(store);
        var proxy = new IngressProxy(follower, network, endpoint => gate.Allows(context.PodAddress, endpoint.Address, endpoint.Port));

        List<IPEndPoint> plain = [new(context.PodAddress, 80)];
        List<IPEndPoint> secure = [new(context.PodAddress, 443)];
        foreach (var port in context.Container.Objects("ports").Select(port => port.Int(0, "hostPort")))
        {
            switch (port)
            {
                case 80:
                    plain.Add(ports.Http.Endpoint);
                    break;
                case 443:
                    secure.Add(ports.Https.Endpoint);
                    break;
            }
        }

        var web = WebContainer.Create([.. plain, .. secure], Listen,
            (endpoint, listen) => Configure(listen, secure.Contains(endpoint)), IngressProxy.ConfigureServices, request =>
        {
            activity.Touch();
            return proxy.HandleAsync(request);
        });
        proxy.Start(web.Services);
        var health = WebContainer.Create([new IPEndPoint(context.PodAddress, HealthPort)], Listen, null, null, AnswerHealthAsync);
        var container = await WebContainer.StartAsync([web, health], [follower, proxy], cancellationToken);
        context.Log.Write("NGINX Ingress controller stand-in (embedded cluster): reverse proxy started");
        return container;
    }

    private Socket Listen(IPEndPoint endpoint) => ports.Take(endpoint) ?? network.Listen(endpoint);

    private void Configure(ListenOptions listen, bool secure)
    {
        listen.Protocols = secure ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
        if (secure)
        {
            listen.UseHttps(certificates.Ingress);
        }
    }

    private static Task AnswerHealthAsync(HttpContext request)
    {
        request.Response.StatusCode = request.Request.Path == "/healthz" ? 200 : 404;
        return request.Response.WriteAsync(request.Request.Path == "/healthz" ? "ok" : "not found", request.RequestAborted);
    }
}

using System.Security.Cryptography;
using System.Text;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Certificates;
using Gauntlet.EmbeddedCluster.Network;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Hosting;

/// <summary>Lets in who presents a certificate of this cluster; health and version are for everybody, the shutdown for who holds the token.</summary>
internal sealed class Gatekeeper(
    ApiHandler api, PodConnector connector, ClusterCertificates certificates, ClusterSettings settings, ActivityMonitor activity,
    IHostApplicationLifetime lifetime)
{
    private const string TrustedItem = "gauntlet/trusted";

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        switch (path)
        {
            case "/healthz" or "/readyz" or "/livez":
                await context.Response.WriteAsync("ok", context.RequestAborted);
                return;
            case "/gauntlet/shutdown" when HttpMethods.IsPost(context.Request.Method):
                await ShutDownAsync(context);
                return;
        }

        if (path != "/version" && !await IsTrustedAsync(context))
        {
            await context.WriteAsync(
                new StatusException(401, "Unauthorized", "Unauthorized: a client certificate of this cluster is needed; use its kubeconfig"));
            return;
        }

        activity.Begin();
        try
        {
            await api.HandleAsync(context, path == PodConnector.Path ? connector.HandleAsync : null);
        }
        finally
        {
            activity.End();
        }
    }

    /// <summary>Checked once per connection: building a certificate chain costs more than most requests.</summary>
    private async Task<bool> IsTrustedAsync(HttpContext context)
    {
        var items = context.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionItemsFeature>()?.Items;
        if (items is not null && items.TryGetValue(TrustedItem, out var known))
        {
            return known is true;
        }

        var certificate = await context.Connection.GetClientCertificateAsync(context.RequestAborted);
        var trusted = certificate is not null && certificates.Trusts(certificate);
        if (items is not null)
        {
            items[TrustedItem] = trusted;
        }

        return trusted;
    }

    private async Task ShutDownAsync(HttpContext context)
    {
        var expected = Encoding.UTF8.GetBytes($"Bearer {settings.Token}");
        var given = Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString());
        if (!CryptographicOperations.FixedTimeEquals(expected, given))
        {
            await context.WriteAsync(new StatusException(401, "Unauthorized", "Unauthorized: the shutdown needs the cluster's start-up token"));
            return;
        }

        await context.Response.WriteAsync("stopping\n", context.RequestAborted);
        await context.Response.CompleteAsync();
        lifetime.StopApplication();
    }
}

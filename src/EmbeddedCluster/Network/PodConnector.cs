using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Network;

/// <summary>Opens connections as a pod would, for who proves policies: <c>GET /gauntlet/connect?from=address&amp;to=address:port&amp;to=…</c>.</summary>
internal sealed class PodConnector(ObjectStore store, PodNetwork network)
{
    public const string Path = "/gauntlet/connect";

    /// <summary>Answers a list of connected, refused and no-answer, in the order of the query.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (!IPAddress.TryParse(query["from"], out var from))
        {
            throw StatusException.BadRequest("from must be the address of a pod");
        }

        var answers = new JsonArray();
        foreach (var text in query["to"])
        {
            var to = IPEndPoint.TryParse(text ?? "", out var end) ? end : throw StatusException.BadRequest("to must be an address and a port");
            answers.Add(await ConnectAsync(from, to, context.RequestAborted));
        }

        await context.WriteAsync(200, new JsonObject { ["kind"] = "Connections", ["seen"] = answers });
    }

    private async Task<string> ConnectAsync(IPAddress from, IPEndPoint to, CancellationToken cancellation)
    {
        if (!new PolicyGate(store).Allows(from, to.Address, to.Port))
        {
            return "no-answer";
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(network.Resolve(to.Address.ToString(), to.Port), cancellation);
            return "connected";
        }
        catch (SocketException)
        {
            return "refused";
        }
    }
}

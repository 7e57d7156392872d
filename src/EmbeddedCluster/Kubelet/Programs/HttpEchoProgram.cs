using System.Globalization;
using System.Net;
using System.Text;
using Gauntlet.EmbeddedCluster.Network;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet.Programs;

/// <summary>hashicorp/http-echo: answers every path with one text, <c>/health</c> with a status.</summary>
internal sealed class HttpEchoProgram(PodNetwork network, FrozenPods frozen, TimeProvider clock) : IContainerProgram
{
    private static readonly byte[] Healthy = Encoding.UTF8.GetBytes("{\"status\":\"ok\"}\n");

    public async Task<IRunningContainer> StartAsync(ContainerContext context, CancellationToken cancellationToken)
    {
        if (context.Flag("version") is not null)
        {
            context.Log.Write("http-echo v1.0.0 (embedded)");
            return new EndedContainer(0);
        }

        var text = context.Flag("text") ?? context.Environment.GetValueOrDefault("ECHO_TEXT");
        if (string.IsNullOrEmpty(text))
        {
            context.Log.Write("Missing -text option!");
            return new EndedContainer(127);
        }

        var listen = context.Flag("listen") ?? ":5678";
        if (!int.TryParse(listen[(listen.LastIndexOf(':') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
        {
            context.Log.Write($"[ERR] Error starting http-echo server: listen tcp: address {listen}: invalid port");
            return new EndedContainer(127);
        }

        var code = int.TryParse(context.Flag("status-code"), out var asked) ? asked : 200;
        var body = Encoding.UTF8.GetBytes(text + "\n");
        var uid = context.Pod.Uid();
        var application = WebContainer.Create(
            [new IPEndPoint(context.PodAddress, port)], network.Listen, null, null, async request =>
            {
                await frozen.ThawedAsync(uid, request.RequestAborted);
                await AnswerAsync(request, context.Log, body, code);
            });
        application.Lifetime.ApplicationStopped.Register(() => context.Log.Write($"{clock.GetUtcNow():yyyy/MM/dd HH:mm:ss} [INFO] server shutdown complete"));
        var container = await WebContainer.StartAsync([application], [], cancellationToken);
        context.Log.Write($"{clock.GetUtcNow():yyyy/MM/dd HH:mm:ss} [INFO] server is listening on {listen}");
        return container;
    }

    private async Task AnswerAsync(HttpContext request, ContainerLog log, byte[] text, int code)
    {
        var health = request.Request.Path == "/health";
        var (status, body) = health ? (200, Healthy) : (code, text);
        request.Response.StatusCode = status;
        request.Response.ContentType = "text/plain; charset=utf-8";
        request.Response.ContentLength = body.Length;
        request.Response.Headers["X-App-Name"] = "http-echo";
        request.Response.Headers["X-App-Version"] = "1.0.0";
        if (!HttpMethods.IsHead(request.Request.Method))
        {
            await request.Response.BodyWriter.WriteAsync(body, request.RequestAborted);
        }

        if (!health)
        {
            log.Write(string.Create(CultureInfo.InvariantCulture,
                $"{clock.GetUtcNow():yyyy/MM/dd HH:mm:ss} {request.Request.Host} {request.Connection.RemoteIpAddress} "
                + $"\"{request.Request.Method} {request.Request.Path} {request.Request.Protocol}\" {status} {body.Length}"));
        }
    }
}

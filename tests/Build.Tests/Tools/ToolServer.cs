using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gauntlet.Build.Tests.Tools;

/// <summary>A real HTTP server on a loopback port of its own, which answers every request by one handler.</summary>
internal sealed class ToolServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private ToolServer(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            return answer(context);
        });
    }

    public int Requests => Volatile.Read(ref _requests);

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/tool");

    public static async Task<ToolServer> StartAsync(RequestDelegate answer)
    {
        var server = new ToolServer(answer);
        await server._app.StartAsync();
        return server;
    }

    public static Task<ToolServer> StartAsync(byte[] body) => StartAsync(context =>
    {
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

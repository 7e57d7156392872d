using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>Finds out what a request wants and hands it on. Whatever goes wrong is answered as a <c>Status</c>.</summary>
internal sealed class ApiHandler(
    ResourceCatalogue catalogue, Discovery discovery, OpenApi openApi, ReadHandler reads,
    WriteHandler writes, PatchHandler patches, ScaleHandler scale, LogHandler logs,
    ILogger<ApiHandler> logger)
{
    /// <param name="context">The request.</param>
    /// <param name="instead">What answers a path that is none of the Kubernetes API; null for one that is.</param>
    public async Task HandleAsync(HttpContext context, Func<HttpContext, Task>? instead = null)
    {
        try
        {
            await (instead ?? DispatchAsync)(context);
        }
        catch (StatusException problem) when (!context.Response.HasStarted)
        {
            await context.WriteAsync(problem);
        }
        catch (BadHttpRequestException malformed) when (!context.Response.HasStarted)
        {
            await context.WriteAsync(new StatusException(malformed.StatusCode, "BadRequest", malformed.Message));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left; there is nobody to answer.
        }
        catch (Exception defect) when (!context.Response.HasStarted)
        {
            // A defect in one request must not end the cluster; it is logged with its stack and answered honestly.
            logger.LogError(defect, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            await context.WriteAsync(new StatusException(500, "InternalError", $"Internal error occurred: {defect.Message}"));
        }
    }

    private Task DispatchAsync(HttpContext context)
    {
        var (method, url) = (context.Request.Method, context.Request.Path.Value ?? "/");
        if (HttpMethods.IsGet(method) && (discovery.Answer(url) ?? openApi.Answer(url)) is { } answer)
        {
            return context.WriteAsync(200, answer);
        }

        var path = ApiPath.Parse(url, catalogue);
        return (method, path.Subresource, path.Name is null) switch
        {
            (_, "scale", false) when path.Type.HasScale => scale.HandleAsync(context, path),
            ("GET", "log", false) when path.Type.Kind == "Pod" => logs.HandleAsync(context, path),
            (_, "exec" or "attach" or "portforward" or "proxy" or "eviction" or "binding" or "ephemeralcontainers" or "resize" or "token", false) =>
                throw StatusException.NotImplemented($"the {path.Subresource} subresource of {path.Type.Plural}"),
            (_, not "", _) when path.Subresource != "status" || !path.Type.HasStatus => throw StatusException.UnknownResource(url),
            ("GET", _, _) => reads.HandleAsync(context, path),
            ("POST", "", true) => writes.CreateAsync(context, path),
            ("PUT", _, false) => writes.UpdateAsync(context, path),
            ("PATCH", _, false) => patches.HandleAsync(context, path),
            ("DELETE", "", false) => writes.DeleteAsync(context, path),
            ("DELETE", "", true) => writes.DeleteCollectionAsync(context, path),
            _ => throw new StatusException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"),
        };
    }
}

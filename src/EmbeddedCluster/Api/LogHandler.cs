using System.Text;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>Pod logs: all, tail, since, follow, previous.</summary>
internal sealed class LogHandler(ObjectStore store, ContainerLogs logs, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    public async Task HandleAsync(HttpContext context, ApiPath path)
    {
        var pod = store.Get(path.Type, path.Namespace ?? "", path.Name!).Value;
        var query = context.Request.Query;
        var names = pod.Objects("spec", "containers").Select(container => container.Text("name")!).ToList();
        var container = query["container"].ToString() is { Length: > 0 } asked ? asked : names.Count == 1 ? names[0]
            : throw StatusException.BadRequest($"a container name must be specified for pod {path.Name}, choose one of: [{string.Join(' ', names)}]");
        if (!names.Contains(container) && !pod.Objects("spec", "initContainers").Any(init => init.Text("name") == container))
        {
            throw StatusException.BadRequest($"container {container} is not valid for pod {path.Name}");
        }

        if (logs.Find(pod.Uid(), container, previous: query["previous"] == "true") is not { } log)
        {
            var reason = pod.Objects("status", "containerStatuses").Concat(pod.Objects("status", "initContainerStatuses"))
                .FirstOrDefault(status => status.Text("name") == container).Text("state", "waiting", "reason");
            throw StatusException.BadRequest(query["previous"] == "true"
                ? $"previous terminated container \"{container}\" in pod \"{path.Name}\" not found"
                : $"container \"{container}\" in pod \"{path.Name}\" is waiting to start: {reason ?? "ContainerCreating"}");
        }

        var since = int.TryParse(query["sinceSeconds"], out var seconds) ? clock.GetUtcNow().AddSeconds(-seconds) : DateTimeOffset.MinValue;
        var tail = int.TryParse(query["tailLines"], out var lines) ? lines : int.MaxValue;
        context.Response.ContentType = "text/plain";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var position = 0L;
        var printed = log.Read(ref position).Where(line => line.Time >= since).ToList();
        foreach (var line in printed.Skip(Math.Max(0, printed.Count - tail)))
        {
            await WriteAsync(context, line);
        }

        // A client is answered at once, also when there is no line yet to follow.
        await context.Response.BodyWriter.FlushAsync(end.Token);
        while (query["follow"] == "true" && await log.WaitAsync(position, end.Token))
        {
            foreach (var line in log.Read(ref position))
            {
                await WriteAsync(context, line);
            }
        }
    }

    private static async Task WriteAsync(HttpContext context, LogLine line)
    {
        var stamp = context.Request.Query["timestamps"] == "true" ? line.Time.ToString("o", System.Globalization.CultureInfo.InvariantCulture) + " " : "";
        await context.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes($"{stamp}{line.Text}\n"), context.RequestAborted);
    }
}

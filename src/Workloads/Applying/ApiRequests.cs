using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;

namespace Gauntlet.Workloads.Applying;

/// <summary>Requests for objects of any kind, by the path of the API; the typed client has a method for each kind only.</summary>
internal sealed class ApiRequests(Kubernetes client)
{
    /// <summary>How long one answer may take, as for kubectl; the client's own HttpClient waits for ever.</summary>
    /// <value>30 s.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The object or list, or null when it does not exist.</summary>
    public async Task<JsonNode?> GetAsync(string path, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, null, cancellation).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.NotFound
            ? null
            : JsonNode.Parse(await ReadAsync(response, HttpMethod.Get, path, cancellation).ConfigureAwait(false));
    }

    /// <summary>Server-side apply of an object.</summary>
    public async Task ApplyAsync(string path, string json, CancellationToken cancellation)
    {
        var full = $"{path}?fieldManager=gauntlet&force=true";
        using var response = await SendAsync(HttpMethod.Patch, full, json, "application/apply-patch+yaml", cancellation).ConfigureAwait(false);
        await ReadAsync(response, HttpMethod.Patch, path, cancellation).ConfigureAwait(false);
    }

    /// <summary>Changes what a merge patch names of an object.</summary>
    public async Task MergeAsync(string path, string json, CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Patch, path, json, "application/merge-patch+json", cancellation).ConfigureAwait(false);
        await ReadAsync(response, HttpMethod.Patch, path, cancellation).ConfigureAwait(false);
    }

    /// <summary>Deletes one object in the background; answers false where it is gone already, or another one has its name now.</summary>
    /// <param name="path">Of the object.</param>
    /// <param name="uid">Tells it from another of its name.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <param name="grace">Seconds that it has to end; null is what it asks for.</param>
    public async Task<bool> DeleteAsync(string path, string uid, CancellationToken cancellation, int? grace = null)
    {
        var options = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "DeleteOptions",
            ["propagationPolicy"] = "Background",
            ["preconditions"] = new JsonObject { ["uid"] = uid }
        };
        if (grace is { } seconds)
        {
            options["gracePeriodSeconds"] = seconds;
        }

        using var response = await SendAsync(HttpMethod.Delete, path, options.ToJsonString(), "application/json", cancellation).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            return false;
        }

        await ReadAsync(response, HttpMethod.Delete, path, cancellation).ConfigureAwait(false);
        return true;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, string? contentType, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(client.BaseUri, path));
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType!);
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Timeout);
        try
        {
            if (client.Credentials is { } credentials)
            {
                await credentials.ProcessHttpRequestAsync(request, deadline.Token).ConfigureAwait(false);
            }

            return await client.HttpClient.SendAsync(request, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"{method} {path} was not answered within {Timeout.TotalSeconds:0} s.");
        }
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, HttpMethod method, string path, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        return response.IsSuccessStatusCode ? text
            : throw new ApiServerException($"{method} {path}", response.StatusCode, ApiStatus.Read(text) ?? new ApiStatus(text));
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Gauntlet.GitHubStandIn;

internal sealed record Answer(int Status, string Body, params (string Name, string Value)[] Headers)
{
    private const string Documentation = "https://docs.github.com/rest";
    private const int Limit = 1000;

    public string ContentType { get; init; } = "application/json; charset=utf-8";

    public static Answer Json(int status, JsonNode node, params (string Name, string Value)[] headers) => new(status, node.ToJsonString(), headers);

    public static Answer Error(int status, string message, JsonArray? errors = null)
    {
        var body = new JsonObject { ["message"] = message };
        if (errors is not null)
        {
            body["errors"] = errors;
        }

        body["documentation_url"] = Documentation;
        body["status"] = status.ToString(CultureInfo.InvariantCulture);
        return Json(status, body);
    }

    public static Answer FromFault(Fault fault) => fault.Body is { } body ? new Answer(fault.Status, body.Text, fault.Headers) { ContentType = body.Type }
        : fault.Message is null
        ? new Answer(fault.Status, "<html><head><title>Server Error</title></head></html>", fault.Headers) { ContentType = "text/html; charset=utf-8" }
        : Error(fault.Status, fault.Message) with { Headers = fault.Headers };

    public async Task SendAsync(HttpContext http)
    {
        var response = http.Response;
        Header(response, "X-RateLimit-Limit", Limit.ToString(CultureInfo.InvariantCulture));
        Header(response, "X-RateLimit-Remaining", (Limit - 1).ToString(CultureInfo.InvariantCulture));
        Header(response, "X-RateLimit-Reset", "4102444800");
        foreach (var (name, value) in Headers)
        {
            Header(response, name, value);
        }

        var tag = Status == 200 && http.Request.Method == "GET" ? Tag() : null;
        if (tag is not null)
        {
            Header(response, "ETag", tag);
        }

        if (tag is not null && http.Request.Headers.IfNoneMatch == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.StatusCode = Status;
        if (Status != 204)
        {
            response.ContentType = ContentType;
            await response.WriteAsync(Body).ConfigureAwait(false);
        }
    }

    private string Tag() => $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Body)))}\"";

    private static void Header(HttpResponse response, string name, string value) => response.Headers[name] = value;
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Gauntlet.Pins;

/// <summary>An upstream that did not say what was asked of it.</summary>
/// <param name="message">Who, why, and what to do next.</param>
internal sealed class UpstreamException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Asks over HTTP, and says in words what went wrong. A host that is away, or has had enough, is asked no more.</summary>
/// <param name="http">With a time limit of its own.</param>
/// <param name="token">For GitHub's API alone; null or empty where there is none.</param>
internal sealed class Upstream(HttpClient http, string? token)
{
    public const string GitHub = "api.github.com";
    private readonly Dictionary<string, UpstreamException> _gaveUp = [];

    /// <summary>An answer with success; the caller disposes of it.</summary>
    /// <param name="request">Sent once.</param>
    /// <param name="taken">Another status that the caller understands.</param>
    /// <exception cref="UpstreamException">No answer, or one without success.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpStatusCode? taken = null)
    {
        var host = request.RequestUri!.Host;
        if (_gaveUp.TryGetValue(host, out var known))
        {
            throw known;
        }

        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("gauntlet-pins", "1"));
        if (host == GitHub && token is { Length: > 0 })
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            var why = e is TaskCanceledException ? $"did not answer within {http.Timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s"
                : $"cannot be reached: {e.GetBaseException().Message.TrimEnd('.')}";
            throw _gaveUp[host] = new UpstreamException($"{host} {why}. See whether it can be reached from here, and HTTPS_PROXY where that is needed.", e);
        }

        if (response.IsSuccessStatusCode || response.StatusCode == taken)
        {
            return response;
        }

        using (response)
        {
            throw IsLimit(response) ? _gaveUp[host] = new UpstreamException(Limit(host, response)) : new UpstreamException(Refusal(host, request, response));
        }
    }

    /// <summary>The text of an answer.</summary>
    /// <exception cref="UpstreamException">As by <see cref="SendAsync"/>.</exception>
    public async Task<string> ReadAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await SendAsync(request).ConfigureAwait(false);
        return await response.Content.ReadAsStringAsync().ConfigureAwait(false);
    }

    private static bool IsLimit(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.TooManyRequests
        || (response.StatusCode == HttpStatusCode.Forbidden && (Header(response, "X-RateLimit-Remaining") == "0" || response.Headers.RetryAfter is not null));

    private static string Limit(string host, HttpResponseMessage response)
    {
        var until = long.TryParse(Header(response, "X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= 253_402_300_799
            ? $" until {DateTimeOffset.FromUnixTimeSeconds(at).ToString("HH:mm", CultureInfo.InvariantCulture)} UTC" : "";
        return $"{host} answers {(int)response.StatusCode}: its limit of requests is used up{until}. Ask again then"
            + $"{(host == GitHub ? ", or give a token of any account in GITHUB_TOKEN" : "")}.";
    }

    private static string Refusal(string host, HttpRequestMessage request, HttpResponseMessage response)
    {
        var next = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when host == GitHub => "See whether GITHUB_TOKEN is valid and may read that repository.",
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "It wants an account, which this command has none of; compare that one by hand.",
            HttpStatusCode.NotFound => "See whether it has moved.",
            _ => "Ask again later.",
        };
        return $"{host} answers {(int)response.StatusCode} to {request.RequestUri!.AbsolutePath}. {next}";
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

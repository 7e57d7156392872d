using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using Octokit;

namespace Gauntlet.PullRequests.Api;

internal enum ApiFaultKind
{
    /// <summary>Trying again can help: limits, server errors, the network.</summary>
    Transient,

    /// <summary>The token may not: 401 and 403.</summary>
    Forbidden,

    /// <summary>Trying again gives the same answer.</summary>
    Permanent,
}

/// <summary>One failed call to GitHub: whether to try again, when, and what to tell people.</summary>
internal sealed record ApiFault(ApiFaultKind Kind, string Message, TimeSpan? RetryAfter)
{
    // GitHub's documentation asks for at least a minute when a secondary limit names no time.
    private static readonly TimeSpan SecondaryLimitPause = TimeSpan.FromMinutes(1);

    /// <summary>Reads a failure; null for what is no failure of the API (a bug of ours must surface).</summary>
    public static ApiFault? From(Exception exception, DateTimeOffset now) => exception switch
    {
        ApiException api => FromResponse(api, now),
        ForeignAnswerException => new ApiFault(
            ApiFaultKind.Transient, $"what answered for GitHub is not its API ({exception.Message}); check GITHUB_API_URL and the proxy between", null),
        HttpRequestException when Innermost(exception) is AuthenticationException or CryptographicException => new ApiFault(
            ApiFaultKind.Permanent,
            $"GitHub's certificate is not trusted: {Innermost(exception).Message} Install the authority that signed it on this machine, "
                + "or name its file in SSL_CERT_FILE",
            null),
        HttpRequestException => new ApiFault(ApiFaultKind.Transient, $"GitHub could not be reached: {Innermost(exception).Message}", null),
        TimeoutException or TaskCanceledException => new ApiFault(ApiFaultKind.Transient, "GitHub did not answer in time", null),
        _ => null,
    };

    private static ApiFault FromResponse(ApiException e, DateTimeOffset now)
    {
        var status = (int)e.StatusCode;
        var said = Said(e);
        return e.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => Limited(e, "rate limit", now),
            HttpStatusCode.Forbidden when e is RateLimitExceededException => Limited(e, "rate limit", now),
            HttpStatusCode.Forbidden when e is SecondaryRateLimitExceededException or AbuseException => Limited(e, "secondary rate limit", now),
            HttpStatusCode.Forbidden when Header(e, "Retry-After") is not null => Limited(e, "secondary rate limit", now),
            HttpStatusCode.Unauthorized => new ApiFault(ApiFaultKind.Forbidden, $"GitHub does not accept GITHUB_TOKEN (401: {said})", null),
            HttpStatusCode.Forbidden when said.Contains("locked", StringComparison.OrdinalIgnoreCase) =>
                new ApiFault(ApiFaultKind.Permanent, $"the pull request's conversation is locked (403: {said})", null),
            HttpStatusCode.Forbidden => new ApiFault(ApiFaultKind.Forbidden, $"GITHUB_TOKEN may not comment here (403: {said})", null),
            HttpStatusCode.NotFound => new ApiFault(
                ApiFaultKind.Permanent,
                $"GitHub knows no such pull request, or GITHUB_TOKEN may not see it (404: {said}); check GITHUB_REPOSITORY and the job's permissions", null),
            HttpStatusCode.UnprocessableEntity => new ApiFault(ApiFaultKind.Permanent, $"GitHub refuses the comment as invalid (422: {said})", null),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new ApiFault(
                ApiFaultKind.Transient, string.Create(CultureInfo.InvariantCulture, $"GitHub answers {status} ({said})"), RetryAfterHeader(e, now)),
            _ => new ApiFault(ApiFaultKind.Permanent, string.Create(CultureInfo.InvariantCulture, $"GitHub answers {status} ({said})"), null),
        };
    }

    private static ApiFault Limited(ApiException e, string what, DateTimeOffset now)
    {
        // The headers say which limit it was: the primary one is used up exactly when nothing remains.
        var exhausted = Header(e, "X-RateLimit-Remaining") == "0";
        var wait = RetryAfterHeader(e, now) ?? (exhausted ? Reset(e, now) : null) ?? SecondaryLimitPause;
        var end = (now + wait).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return new ApiFault(ApiFaultKind.Transient, $"GitHub's {what} is used up until {end} UTC ({Said(e)})", wait);
    }

    private static TimeSpan? Reset(ApiException e, DateTimeOffset now) =>
        long.TryParse(Header(e, "X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= 253_402_300_799
            ? AtLeastZero(DateTimeOffset.FromUnixTimeSeconds(at) - now)
            : null;

    private static TimeSpan? RetryAfterHeader(ApiException e, DateTimeOffset now)
    {
        var text = Header(e, "Retry-After");
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? AtLeastZero(at - now) : null;
    }

    private static TimeSpan AtLeastZero(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait;

    private static string? Header(ApiException e, string name) =>
        e.HttpResponse?.Headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static Exception Innermost(Exception error) => error.GetBaseException();

    private static string Said(ApiException e)
    {
        var details = e.ApiError?.Errors?.Select(error => error.Message ?? $"{error.Field} {error.Code}").Where(text => !string.IsNullOrWhiteSpace(text)) ?? [];
        var said = string.Join("; ", new[] { e.ApiError?.Message ?? e.Message }.Concat(details).Distinct());
        return Context.HostileText.Title(said) ?? "no message";
    }
}

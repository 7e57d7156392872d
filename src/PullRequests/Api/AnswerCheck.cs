using System.Text.Json;
using Gauntlet.PullRequests.Context;

namespace Gauntlet.PullRequests.Api;

/// <summary>
/// Looks at what answers with success: a proxy's page or half an answer is none of GitHub's. Octokit would take the first for nothing and fail on the
/// second in a way that tells nobody what came.
/// </summary>
internal sealed class AnswerCheck : DelegatingHandler
{
    // A page of 100 comments of the longest kind.
    private const int MostBytes = 32 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode || response.StatusCode == System.Net.HttpStatusCode.NoContent)
        {
            return response;
        }

        await response.Content.LoadIntoBufferAsync(MostBytes, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return IsJson(body)
            ? response
            : throw new ForeignAnswerException(
                $"{(int)response.StatusCode} with {response.Content.Headers.ContentType?.MediaType ?? "no type"}: {Begin(body)}");
    }

    private static bool IsJson(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            return reader.Read() && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.TrySkip();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Begin(byte[] body) =>
        HostileText.Title(System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 80)))) ?? "an empty body";
}

/// <summary>An answer of success that GitHub did not give, or not to its end; the message is how it begins.</summary>
internal sealed class ForeignAnswerException(string message) : HttpRequestException(message);

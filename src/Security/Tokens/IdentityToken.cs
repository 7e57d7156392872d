using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Gauntlet.Security.Tokens;

/// <summary>
/// What an identity token of a CI service says of itself (RFC 7519). Its signature is not looked at: whoever refused it has, and this only tells why it may
/// have.
/// </summary>
/// <param name="Issuer">Who made it.</param>
/// <param name="Subject">For whom.</param>
/// <param name="Audiences">For whom to read.</param>
/// <param name="Expires">Until when; null where it does not say.</param>
public sealed record IdentityToken(string Issuer, string Subject, IReadOnlyList<string> Audiences, DateTimeOffset? Expires)
{
    private const int MostCharacters = 64 * 1024;

    private string? Repository { get; init; }

    private string? OwnerId { get; init; }

    private string? RepositoryId { get; init; }

    /// <summary>Reads a token; null for a text that is none.</summary>
    public static IdentityToken? Read(string? token)
    {
        if (token is not { Length: <= MostCharacters } || token.Split('.') is not [_, var body, _])
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(body));
            var root = claims.RootElement;
            return root.ValueKind == JsonValueKind.Object && Text(root, "sub") is { } subject
                ? new IdentityToken(Text(root, "iss") ?? "", subject, AudiencesOf(root), ExpiryOf(root))
                {
                    Repository = Text(root, "repository"),
                    OwnerId = Text(root, "repository_owner_id"),
                    RepositoryId = Text(root, "repository_id"),
                }
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// The subject in both forms of GitHub's: with names alone, as repositories made before 2026-07-15 have it, and with the numbers behind the names,
    /// which later ones
    /// have and older ones may choose. Empty where the token does not say of which repository it is.
    /// </summary>
    public IReadOnlyList<string> Forms
    {
        get
        {
            if (Repository?.Split('/') is not [var owner, var name] || OwnerId is null || RepositoryId is null || Rest() is not { } rest)
            {
                return [];
            }

            // A colon of a name would end it.
            var (quotedOwner, quotedName) = (owner.Replace(":", "%3A", StringComparison.Ordinal), name.Replace(":", "%3A", StringComparison.Ordinal));
            return [$"repo:{quotedOwner}/{quotedName}:{rest}", $"repo:{quotedOwner}@{OwnerId}/{quotedName}@{RepositoryId}:{rest}"];
        }
    }

    /// <summary>What the token is and what a policy that trusts it has to expect, a line each; foreign text.</summary>
    /// <param name="expectedSubject">What the cluster is known to expect; null where that is not known.</param>
    /// <param name="expectedAudience">The same of the audience.</param>
    /// <param name="now">The time at which it was refused.</param>
    public IReadOnlyList<string> Explain(string? expectedSubject, string? expectedAudience, DateTimeOffset now)
    {
        var lines = new List<string>
        {
            $"subject:  actual '{Subject}'{Expected(expectedSubject, expectedSubject == Subject)}",
            $"audience: actual '{string.Join("', '", Audiences)}'"
                + Expected(expectedAudience, expectedAudience is not null && Audiences.Contains(expectedAudience)),
            $"issuer:   '{Issuer}'",
        };
        if (Forms.FirstOrDefault(form => form != Subject) is { } other)
        {
            lines.Add(other == expectedSubject
                ? "The policy expects the other of GitHub's two forms of a subject: write the actual one into it."
                : $"A policy written for the other of GitHub's two forms expects '{other}', and never matches.");
        }

        if (Expires is { } end && end <= now)
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"It has expired at {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC; a token of a job lives for minutes."));
        }

        return lines;
    }

    // What stands behind the repository: environment:staging, ref:refs/heads/main, pull_request.
    private string? Rest() => Subject.Split(':', 3) is ["repo", _, var rest] ? rest : null;

    private static string Expected(string? expected, bool isSo) => expected is null ? "" : isSo ? ", as expected" : $", expected '{expected}'";

    private static IReadOnlyList<string> AudiencesOf(JsonElement root) => !root.TryGetProperty("aud", out var audience) ? []
        : audience.ValueKind == JsonValueKind.Array
            ? [.. audience.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.String).Select(entry => entry.GetString()!)]
            : Text(root, "aud") is { } one ? [one] : [];

    private static DateTimeOffset? ExpiryOf(JsonElement root) =>
        root.TryGetProperty("exp", out var end) && end.ValueKind == JsonValueKind.Number
            && end.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

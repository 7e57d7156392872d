using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.Autorest;

namespace Gauntlet.Workloads.Applying;

/// <summary>What an API server answers where it does not do what it was asked: a Status object.</summary>
/// <param name="Message">For people.</param>
/// <param name="Reason">For programs, such as Invalid or Forbidden; empty where the server gives none.</param>
public sealed record ApiStatus([property: JsonRequired] string Message, string Reason = "")
{
    /// <summary>More about it; null where the server gives nothing.</summary>
    public ApiStatusDetails? Details { get; init; }

    /// <summary>The first field that is refused, as the server writes it; null where it names none.</summary>
    [JsonIgnore]
    public string? Field => Details?.Causes?.Select(cause => cause?.Field).FirstOrDefault(path => !string.IsNullOrEmpty(path));

    /// <summary>What an API server said of an error, or else what the error says itself.</summary>
    public static string MessageOf(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return (error is HttpOperationException refused ? Read(refused.Response.Content)?.Message : null) ?? error.Message;
    }

    /// <summary>Reads one; null where the text is none, as of a proxy before the server.</summary>
    public static ApiStatus? Read(string? text)
    {
        try
        {
            return text is { Length: > 0 } ? JsonSerializer.Deserialize<ApiStatus>(text, JsonSerializerOptions.Web) is { Message: not null } status ? status
                : null : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>More about a refusal.</summary>
/// <param name="Causes">One for each field that is refused.</param>
public sealed record ApiStatusDetails(IReadOnlyList<ApiStatusCause?>? Causes);

/// <summary>A field that is refused.</summary>
/// <param name="Field">Its path.</param>
/// <param name="Reason">For programs.</param>
/// <param name="Message">For people.</param>
public sealed record ApiStatusCause(string? Field, string? Reason, string? Message);

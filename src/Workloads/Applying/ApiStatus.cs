using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gauntlet.Workloads.Applying;

/// <summary>What an API server answers where it does not do what it was asked: a Status object.</summary>
/// <param name="Message">For people.</param>
/// <param name="Reason">For programs, such as Invalid or Forbidden; empty where the server gives none.</param>
public sealed record ApiStatus([property: JsonRequired] string Message, string Reason = "")
{
    /// <summary>Reads one; null where the text is none, as of a proxy before the server.</summary>
    public static ApiStatus? Read(string? text)
    {
        try
        {
            return text is { Length: > 0 } ? JsonSerializer.Deserialize<ApiStatus>(text, JsonSerializerOptions.Web) is { Message: not null } status ? status : null : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

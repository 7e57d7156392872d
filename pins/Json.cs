using System.Text.Json;

namespace Gauntlet.Pins;

/// <summary>Answers in JSON, which may be somebody else's page.</summary>
internal static class Json
{
    /// <summary>A text that has to be there.</summary>
    /// <exception cref="KeyNotFoundException">It is not.</exception>
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new KeyNotFoundException(name);

    /// <exception cref="UpstreamException">It is no JSON, or not of the form that the protocol says.</exception>
    public static T Read<T>(string text, string host, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UpstreamException($"What answers for {host} does not speak its protocol. See what is between here and there.", e);
        }
    }
}

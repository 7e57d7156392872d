namespace Gauntlet.Export.Sending;

/// <summary>Where series go.</summary>
/// <param name="Url">In full, path included; without user information.</param>
/// <param name="Headers">Sent with each request, credentials among them: for nobody else to see.</param>
public sealed record ExportTarget(Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>The address as it may be shown.</summary>
    public override string ToString() => Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}

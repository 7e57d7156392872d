using System.Text.RegularExpressions;

namespace Gauntlet.Workloads.Health;

/// <summary>Tells from the text of a failed image pull whose fault it is.</summary>
internal static partial class PullBlame
{
    /// <summary>
    /// DNS, connection, certificate, timeout, 429 and 5xx are the registry's; an image that does not exist, is denied or is invalid is the change's.
    /// Null where the text does not say, as in "Back-off pulling image".
    /// </summary>
    public static Blame? Of(string message)
    {
        // An image may be called "timeout" or carry 503 in its tag: names are not the reason.
        var reason = Names().Replace(message, " ");
        return RegistryFault().IsMatch(reason) ? Blame.Infrastructure : ImageFault().IsMatch(reason) ? Blame.Change : null;
    }

    [GeneratedRegex("""\\?"[^"]*"|https?://\S+""")]
    private static partial Regex Names();

    [GeneratedRegex(@"dial tcp|no such host|timeout|timed out|deadline exceeded|connection (refused|reset)|"
        + @"TLS handshake|x509|server misbehaving|network is unreachable|no route to host|too many requests|toomanyrequests|"
        + @"\b(429|50\d)\b|temporary failure|\bEOF\b|server gave HTTP response", RegexOptions.IgnoreCase)]
    private static partial Regex RegistryFault();

    [GeneratedRegex(@"not found|does not exist|denied|unauthorized|forbidden|authorization failed|"
        + @"manifest unknown|name unknown|invalid reference|no match for platform|\b40[134]\b", RegexOptions.IgnoreCase)]
    private static partial Regex ImageFault();
}

using System.Net;
using System.Net.Sockets;

namespace Gauntlet.ObjectRules.Forms;

/// <summary>IP addresses as the API reads them: four decimal numbers, or IPv6 without a zone.</summary>
internal static class IpAddress
{
    public const string Rule = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

    public static bool IsOne(string text) =>
        IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6
            ? !text.Contains('%', StringComparison.Ordinal) && !text.StartsWith('[')
            : text == address.ToString());
}

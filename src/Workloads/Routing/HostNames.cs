using System.Text.RegularExpressions;

namespace Gauntlet.Workloads.Routing;

/// <summary>The hosts that requests may be meant for: those under .localhost, and those under names that somebody allows.</summary>
/// <param name="allowed">The ends of host names, such as staging.example.com.</param>
internal sealed partial class HostNames(IReadOnlyList<string> allowed)
{
    /// <summary>Of manifests that were checked already.</summary>
    public static HostNames Any { get; } = new([""]);

    /// <summary>Those that may be meant, in words.</summary>
    public string Words => string.Join(" or ", allowed.Select(name => "." + name).Prepend(".localhost"));

    /// <summary>Whether it is a name that the API server takes as a host, and one of these; a wildcard is one as well.</summary>
    public bool Take(string host) => HostName().IsMatch(host)
        && allowed.Append("localhost").Any(name => name.Length == 0 || host == name || host.EndsWith("." + name, StringComparison.Ordinal));

    /// <summary>Whether a request may be sent to a host.</summary>
    public bool TakeOne(string host) => !host.StartsWith('*') && Take(host);

    [GeneratedRegex(@"\A(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex HostName();
}

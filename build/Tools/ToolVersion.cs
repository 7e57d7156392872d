using System.Globalization;
using System.Text.RegularExpressions;

namespace Gauntlet.Build.Tools;

/// <summary>Reads versions out of what tools print, and compares them with a pin.</summary>
internal static partial class ToolVersion
{
    public const string Unknown = "unknown";

    /// <summary>The first version in a text, without a leading <c>v</c>; null where there is none.</summary>
    public static string? Find(string output) => Pattern().Match(output) is { Success: true } match ? match.Groups["version"].Value : null;

    /// <summary>What a user should know about a tool on PATH; null where it is near enough to the pin.</summary>
    public static string? WarnOfSkew(ToolPin pin, string version)
    {
        if (version == Unknown)
        {
            return $"{pin.Name} on PATH does not tell its version; the pipeline is tested with {pin.Version}.";
        }

        var (major, minor) = Parts(version);
        var (pinnedMajor, pinnedMinor) = Parts(pin.Version);
        return major == pinnedMajor && Math.Abs(minor - pinnedMinor) <= pin.AllowedMinorSkew
            ? null
            : $"{pin.Name} on PATH is {version}; the pipeline is tested with {pin.Version}"
            + (pin.AllowedMinorSkew == 0 ? "." : $", and {pin.AllowedMinorSkew} minor version either way is supported.");
    }

    /// <summary>What a user should know about kubectl and the API server that it talks to; null where they are near enough to each other.</summary>
    public static string? WarnOfServerSkew(string kubectl, string server)
    {
        if (Find(kubectl) is not { } client || Find(server) is not { } asked)
        {
            return null;
        }

        var ((major, minor), (serverMajor, serverMinor)) = (Parts(client), Parts(asked));
        return major == serverMajor && Math.Abs(minor - serverMinor) <= ToolPins.Kubectl.AllowedMinorSkew
            ? null
            : $"kubectl {kubectl} talks to Kubernetes {server}; {ToolPins.Kubectl.AllowedMinorSkew} minor version either way is supported.";
    }

    private static (int Major, int Minor) Parts(string version)
    {
        var parts = version.Split('.');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"(?<![\d.])v?(?<version>\d{1,6}\.\d{1,6}\.\d{1,6}(-[0-9A-Za-z.]+)?)", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

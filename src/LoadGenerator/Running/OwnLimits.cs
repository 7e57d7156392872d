using System.Globalization;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>What this machine lets its load generator have: a plan that needs more is refused before anything is sent.</summary>
/// <param name="Files">Files that the process may have open; null where that is not known.</param>
/// <param name="OpenFiles">Files that it has open now.</param>
/// <param name="Ports">Local ports for connections to one address; null where that is not known.</param>
internal readonly record struct OwnLimits(long? Files, int OpenFiles, long? Ports)
{
    /// <summary>For the loops themselves, and for what else the process opens during a load: without any, .NET ends it (exit code 134).</summary>
    public const int SpareFiles = 50;

    /// <summary>Those of this process, as Linux tells them.</summary>
    public static OwnLimits Here()
    {
        try
        {
            return OperatingSystem.IsLinux()
                ? Of(File.ReadAllText("/proc/self/limits"), Directory.GetFiles("/proc/self/fd").Length, File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range"))
                : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default; // a sandbox without them
        }
    }

    /// <summary>From the texts of /proc.</summary>
    public static OwnLimits Of(string limits, int openFiles, string portRange)
    {
        const string MaxOpenFiles = "Max open files";
        var line = limits.Split('\n').FirstOrDefault(text => text.StartsWith(MaxOpenFiles, StringComparison.Ordinal));
        var ports = Numbers(portRange);
        return new OwnLimits(
            line is not null && Numbers(line[MaxOpenFiles.Length..]) is [var soft, ..] ? soft : null, openFiles, ports is [var low, var high] ? high - low + 1 : null);
    }

    /// <summary>Everything that keeps a plan from having its connections, a sentence each.</summary>
    public IEnumerable<string> Problems(LoadOptions options)
    {
        var connections = (long)options.Connections;
        if (Files is { } files && connections + OpenFiles + SpareFiles > files)
        {
            yield return FormattableString.Invariant($"{connections:N0} connections are too many for this process, which may open {files:N0} files and has {OpenFiles:N0} open: ")
                + "raise ulimit -n, or lower --connections";
        }

        if (Ports is { } ports && connections > ports)
        {
            yield return FormattableString.Invariant($"{connections:N0} connections are too many for the {ports:N0} local ports of this machine: ")
                + "widen net.ipv4.ip_local_port_range, or lower --connections";
        }
    }

    private static long[] Numbers(string text) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).TakeWhile(number => number >= 0)];
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Gauntlet.Experiments.Resources;

/// <summary>Reads a line of <see cref="CgroupScript"/>: what the kernel counts of a node and of each of its pods, in files of cgroup v1 or v2.</summary>
internal static partial class CgroupLine
{
    private const int MostCharacters = 1_000_000;

    /// <summary>The samples of a line; none where it is no such line.</summary>
    public static IReadOnlyList<UsageSample> Parse(string node, string line)
    {
        var parts = line.Split('\t');
        if (line.Length > MostCharacters || Seconds(parts[0]) is not { } seconds)
        {
            return [];
        }

        var at = DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        var found = new Dictionary<(string?, string?), UsageSample>();
        foreach (var entry in parts.Skip(1).Select(part => part.Split('|', 3)).Where(entry => entry.Length == 3))
        {
            var key = KeyOf(entry[0]);
            var sample = found.GetValueOrDefault(key) ?? new UsageSample(node, key.Pod, key.Container, at, at);
            found[key] = With(sample, entry[1], entry[2]);
        }

        return [.. found.Values];
    }

    /// <summary>The clock; the decimal sign is the locale's.</summary>
    private static decimal? Seconds(string clock) =>
        decimal.TryParse(clock.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds < 100_000_000_000 ? seconds : null;

    /// <summary>Pod and container of a path, which differs by version and driver: the UID with dashes or underscores, the id bare or within a scope.</summary>
    private static (string? Pod, string? Container) KeyOf(string path)
    {
        if (Pod().Match(path) is not { Success: true } pod)
        {
            return (null, null);
        }

        var container = Container().Match(path[(pod.Index + pod.Length)..]);
        return (pod.Groups[1].Value.Replace('_', '-'), container.Success ? container.Groups[1].Value : null);
    }

    private static UsageSample With(UsageSample sample, string file, string text) => file switch
    {
        "cpuacct.usage" => sample with { Cpu = Whole(text) },
        "cpu.stat" => sample with
        {
            Cpu = Word(text, "usage_usec") * 1000 ?? sample.Cpu,
            Periods = Word(text, "nr_periods"),
            Throttled = Word(text, "nr_throttled"),
            ThrottledTime = Word(text, "throttled_time") ?? Word(text, "throttled_usec") * 1000,
        },
        "memory.current" or "memory.usage_in_bytes" => sample with { WorkingSet = Whole(text) },

        // Written after the usage.
        "inactive_file" => sample with { WorkingSet = sample.WorkingSet is { } usage ? Math.Max(0, usage - (Whole(text) ?? 0)) : null },
        "memory.events" => sample with { OomKills = Word(text, "oom_kill") },
        "cpu.pressure" => sample with { CpuPressure = Whole(Total().Match(text).Groups[1].Value) },
        "net" => Network(sample, text),
        _ => sample,
    };

    /// <summary>proc_pid_net(5): after the name of an interface eight counters of what was received, bytes first, then eight of what was sent.</summary>
    private static UsageSample Network(UsageSample sample, string text)
    {
        var words = text.Replace(":", ": ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (received, sent) = (0L, 0L);
        for (var i = 0; i + 9 < words.Length; i++)
        {
            if (words[i].EndsWith(':') && words[i] != "lo:" && Whole(words[i + 1]) is { } rx && Whole(words[i + 9]) is { } tx)
            {
                (received, sent) = (received + rx, sent + tx);
            }
        }

        return sample with { Received = received, Sent = sent };
    }

    private static long? Word(string text, string name)
    {
        var words = text.Split(' ');
        var at = Array.IndexOf(words, name);
        return at >= 0 && at + 1 < words.Length ? Whole(words[at + 1]) : null;
    }

    private static long? Whole(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1L << 60 ? number : null;

    [GeneratedRegex(@"pod([0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}|[0-9a-f]{32})(?![0-9a-f])")]
    private static partial Regex Pod();

    [GeneratedRegex("/(?:[a-z-]+-)?([0-9a-f]{16,64})(?:\\.scope)?$")]
    private static partial Regex Container();

    [GeneratedRegex("some .*?total=([0-9]+)")]
    private static partial Regex Total();
}

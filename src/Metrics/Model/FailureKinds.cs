using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Model;

/// <summary>Names of outcomes in every output.</summary>
public static class FailureKinds
{
    /// <summary>A request that was ended by its deadline.</summary>
    public const string Timeout = "timeout";

    private static readonly string[] Names =
        ["success", "dns", "connect-refused", "connect-timeout", "tls", "reset", "end-of-stream", "malformed", Timeout, "status", "wrong-body", "other"];

    /// <summary>True for the name of a failure.</summary>
    public static bool IsKnown(string name) => Array.IndexOf(Names, name) > 0;

    internal static string NameOf(Outcome outcome) => Names[(int)outcome];

    internal static long Failures(ReadOnlySpan<long> outcomes)
    {
        long failures = 0;
        foreach (var count in outcomes[1..])
        {
            failures += count;
        }

        return failures;
    }

    internal static Dictionary<string, long> Named(ReadOnlySpan<long> outcomes)
    {
        var named = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var kind = 1; kind < outcomes.Length; kind++)
        {
            if (outcomes[kind] != 0)
            {
                named.Add(Names[kind], outcomes[kind]);
            }
        }

        return named;
    }
}

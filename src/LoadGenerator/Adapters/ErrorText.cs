using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>The outcome behind the words with which Go's and Rust's network libraries describe an error.</summary>
internal static class ErrorText
{
    private static readonly (string Words, Outcome Outcome)[] Known =
    [
        ("no such host", Outcome.Dns),
        ("dns", Outcome.Dns),
        ("refused", Outcome.ConnectRefused),
        ("dial tcp", Outcome.ConnectTimeout),
        ("tls", Outcome.Tls),
        ("x509", Outcome.Tls),
        ("reset", Outcome.Reset),
        ("broken pipe", Outcome.Reset),
        ("EOF", Outcome.EndOfStream),
        ("before message completed", Outcome.EndOfStream),
        ("timeout", Outcome.Timeout),
        ("timed out", Outcome.Timeout),
        ("deadline", Outcome.Timeout),
    ];

    public static Outcome OutcomeOf(string error) =>
        Known.FirstOrDefault(known => error.Contains(known.Words, StringComparison.OrdinalIgnoreCase)) is { Words: not null } found
            ? found.Outcome
            : Outcome.Malformed;
}

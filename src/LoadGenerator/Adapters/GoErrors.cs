using System.Text.RegularExpressions;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>The outcome behind an error of Go's net/http, which is text only: Get "http://...": dial tcp 127.0.0.1:80: connect: connection refused.</summary>
internal static partial class GoErrors
{
    // Of package net, os/syscall, crypto/tls, crypto/x509 and net/http; the first that fits.
    private static readonly (string Words, Outcome Outcome)[] Known =
    [
        ("malformed HTTP ", Outcome.Malformed),
        ("no such host", Outcome.Dns),
        ("connection refused", Outcome.ConnectRefused),
        ("tls: ", Outcome.Tls),
        ("x509: ", Outcome.Tls),
        ("connection reset", Outcome.Reset),
        ("broken pipe", Outcome.Reset),
        ("EOF", Outcome.EndOfStream),
        ("server closed idle connection", Outcome.EndOfStream),
        ("Client.Timeout exceeded", Outcome.Timeout),
        ("deadline exceeded", Outcome.Timeout),
        ("i/o timeout", Outcome.Timeout),
    ];

    public static Outcome OutcomeOf(string error)
    {
        var cause = Request().Replace(error, "");
        var outcome = Known.FirstOrDefault(known => cause.Contains(known.Words, StringComparison.Ordinal)) is { Words: not null } found
            ? found.Outcome
            : Outcome.Other;
        return outcome == Outcome.Timeout && cause.StartsWith("dial ", StringComparison.Ordinal) ? Outcome.ConnectTimeout : outcome;
    }

    /// <summary>What a url.Error says first: method and address, which are the plan's words and none of the error's.</summary>
    [GeneratedRegex("""^\w+ "(?:[^"\\]|\\.)*": """)]
    private static partial Regex Request();
}

using System.Text.RegularExpressions;
using Gauntlet.Build.Cli;
using Gauntlet.Export.Formats;
using Gauntlet.Workloads.Routing;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>Where the series of a load go besides.</summary>
public sealed partial class ExportOptions() : OptionSet("Export", 45)
{
    /// <summary>Null where they go nowhere.</summary>
    public static readonly Option<string> Format = Option.Choice(
        "export", null, [.. SeriesFormats.All.Select(format => format.Name)], "send the series of the load to --export-url in this format");

    public static readonly Option<string> Url = Option.Text(
        "export-url", null, "url", "receiver of --export, path included, such as http://host:9090/api/v1/write", Validation.Any);

    /// <summary>name=reference.</summary>
    public static readonly Option<IReadOnlyList<string>> Headers = Option.Many(
        "export-header", "name=from", "header for the receiver, with where its value is: env:NAME, file:path or exec:command", Validation.Any);

    /// <summary>All of it is looked at here, where nothing is repeated: what is wrong in it may be a secret.</summary>
    public override IEnumerable<string> Problems(OptionValues options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Has(Format) != options.Has(Url))
        {
            yield return "--export and --export-url belong together: the one says how series are sent, the other where.";
        }

        if (options.Has(Headers) && !options.Has(Format))
        {
            yield return "--export-header is for the receiver of --export, which is not given.";
        }

        if (options.Has(Url) && UrlProblem(options.Of(Url)) is { } problem)
        {
            yield return $"--export-url {problem}.";
        }

        if (!options.Of(Headers).All(header => HeaderReference().IsMatch(header) && Route.IsReference(Split(header).Reference)))
        {
            yield return "--export-header takes a name and where the value is, such as Authorization=env:NAME, file:path or exec:command; "
                + "a value itself would be kept in logs and reports.";
        }
    }

    /// <summary>The name of a header, and where its value is to be had.</summary>
    public static (string Name, string Reference) Split(string header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var at = header.IndexOf('=', StringComparison.Ordinal);
        return (header[..at], header[(at + 1)..]);
    }

    private static string? UrlProblem(string value) =>
        !Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0
            ? "is not a URL such as http://prometheus:9090/api/v1/write"
            : url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0
                ? "has more than a host and a path, and would be kept in logs and reports; credentials go into --export-header=Authorization=env:NAME"
                : null;

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9-]*=[a-z]+:.+$")]
    private static partial Regex HeaderReference();
}

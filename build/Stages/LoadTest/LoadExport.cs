using Cake.Core.Diagnostics;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Tools;
using Gauntlet.Export.Formats;
using Gauntlet.Export.Model;
using Gauntlet.Export.Sending;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>Sends the series of a load to the receiver of <c>--export</c>. What it does not take is a warning: the figures are here all the same.</summary>
public sealed class LoadExport(Secrets secrets, SecretMask mask, TimeProvider time)
{
    /// <summary>What it may take on top of the load.</summary>
    public static TimeSpan Budget(OptionValues options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Has(ExportOptions.Format) ? SeriesSender.Budget : TimeSpan.Zero;
    }

    /// <summary>Why a header cannot be sent, a sentence each; no command is run for it.</summary>
    public IEnumerable<string> Problems(OptionValues options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return from header in options.Of(ExportOptions.Headers).Select(ExportOptions.Split)
               let problem = RunOptions.Skips(options, "LoadTest") ? null : secrets.Problem(header.Reference)
               where problem is not null
               select $"The header {header.Name} of --export-header cannot be sent: {problem}";
    }

    /// <summary>Sends series; null where nobody asked for it.</summary>
    /// <param name="context">Of the run.</param>
    /// <param name="make">Makes them, once they are needed.</param>
    /// <param name="cancellation">Ends it early.</param>
    public async Task<ExportResult?> SendAsync(BuildContext context, Func<IReadOnlyList<ExportedSeries>> make, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(make);
        if (!context.Options.Has(ExportOptions.Format) || cancellation.IsCancellationRequested)
        {
            return null;
        }

        var format = SeriesFormats.Of(context.Options.Of(ExportOptions.Format));
        var series = make();
        var sent = await SendAsync(context.Options, format, series, cancellation).ConfigureAwait(false);
        var problem = sent.Problem is null ? null : mask.Apply($"{sent.Problem} {sent.Remedy}");
        if (problem is not null)
        {
            context.Log.Warning("{0}", problem);
        }

        return new ExportResult(format.Name, context.Options.Of(ExportOptions.Url), sent.Series, problem);
    }

    private async Task<ExportOutcome> SendAsync(
        OptionValues options, ISeriesFormat format, IReadOnlyList<ExportedSeries> series, CancellationToken cancellation)
    {
        var headers = options.Of(ExportOptions.Headers).Select(ExportOptions.Split).Select(header => (header.Name, Read: secrets.Read(header.Reference)))
            .ToList();
        if (headers.FirstOrDefault(header => header.Read.Problem is not null) is { Name: { } name } unread)
        {
            return new ExportOutcome(
                series.Count, $"The series of this run were not sent, as the header {name} cannot be: {unread.Read.Problem}", "Correct --export-header.");
        }

        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
        var target = new ExportTarget(
            new Uri(options.Of(ExportOptions.Url)), [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Read.Value!))]);
        return await new SeriesSender(http, time).SendAsync(format, target, series, cancellation).ConfigureAwait(false);
    }
}

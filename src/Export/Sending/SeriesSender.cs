using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Gauntlet.Export.Formats;
using Gauntlet.Export.Model;

namespace Gauntlet.Export.Sending;

/// <summary>Hands series over to a receiver. Whatever goes wrong is an answer and no exception: the figures are kept without it.</summary>
/// <param name="http">Without a time limit of its own, and without redirections, to which credentials would follow.</param>
/// <param name="time">The clock of the waits.</param>
public sealed partial class SeriesSender(HttpClient http, TimeProvider time)
{
    /// <summary>What all of it may take.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(60);

    private const int MostOfAnswer = 200;
    private static readonly TimeSpan OneAnswer = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <summary>Sends all of it.</summary>
    /// <param name="format">The receiver's.</param>
    /// <param name="target">The receiver.</param>
    /// <param name="series">Of a run.</param>
    /// <param name="cancellation">Ends it early, which is an answer too.</param>
    public async Task<ExportOutcome> SendAsync(
        ISeriesFormat format, ExportTarget target, IReadOnlyList<ExportedSeries> series, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(target);
        using var budget = new CancellationTokenSource(Budget, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellation);
        var parts = SeriesParts.Of(series).ToList();
        for (var taken = 0; taken < parts.Count; taken++)
        {
            if (await SendPartAsync(format, target, parts[taken], ending.Token).ConfigureAwait(false) is not { } failure)
            {
                continue;
            }

            var many = parts.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({taken} of {parts.Count} requests were taken)") : "";
            var why = cancellation.IsCancellationRequested ? "it was told to end" : failure.Why;
            return new ExportOutcome(series.Count, $"The series of this run were not taken as {format.Name} by {target}{many}: {why}.", failure.Remedy);
        }

        return new ExportOutcome(series.Count);
    }

    private async Task<Failure?> SendPartAsync(
        ISeriesFormat format, ExportTarget target, IReadOnlyList<ExportedSeries> part, CancellationToken cancellation)
    {
        var (body, mayBeThere) = (format.Encode(part), false);
        for (var attempt = 0; ; attempt++)
        {
            var failure = await AttemptAsync(format, target, body, cancellation).ConfigureAwait(false);
            if (failure is { IsThere: true } && mayBeThere)
            {
                return null;
            }

            if (failure is not { IsForNow: true } || cancellation.IsCancellationRequested)
            {
                return failure;
            }

            mayBeThere |= failure.IsUnanswered;

            if (attempt == Waits.Length)
            {
                return failure with { Why = string.Create(CultureInfo.InvariantCulture, $"{failure.Why}, {attempt + 1} times") };
            }

            try
            {
                await Task.Delay(Waits[attempt], time, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return failure;
            }
        }
    }

    /// <summary>Null where it was taken.</summary>
    private async Task<Failure?> AttemptAsync(ISeriesFormat format, ExportTarget target, byte[] body, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(OneAnswer, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var content = new ByteArrayContent(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = content };
        foreach (var (name, value) in format.Headers.Concat(target.Headers))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ending.Token).ConfigureAwait(false);
            var answer = await AnswerText.ReadAsync(response.Content, ending.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? Partly(format.Refused(answer)) : Refusal(format, response, answer);
        }
        catch (OperationCanceledException)
        {
            return new Failure($"it did not answer within {OneAnswer.TotalSeconds:0} s", "Look whether it is overloaded, and run LoadTest again.", true)
            {
                IsUnanswered = true,
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Failure($"it cannot be reached: {AnswerText.Line(e.InnerException?.Message ?? e.Message, MostOfAnswer)}",
                "Start it, or correct --export-url: it has to be reachable from this machine.", true)
            {
                IsUnanswered = e is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError },
            };
        }
    }

    private static Failure? Partly(string? refused) => refused is null
        ? null
        : new Failure(AnswerText.Line(refused, MostOfAnswer), "What it says names the series; its own log has more.", false);

    private static Failure Refusal(ISeriesFormat format, HttpResponseMessage response, string answer)
    {
        var code = (int)response.StatusCode;
        var said = AnswerText.Line(answer, MostOfAnswer) is { Length: > 0 } text ? $": {text}" : "";
        return new Failure(
            string.Create(CultureInfo.InvariantCulture, $"it answered {code} {response.ReasonPhrase}{said}"),
            response.StatusCode switch
            {
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                    "Give its credentials, such as --export-header=Authorization=env:NAME with 'Bearer ...' in the variable NAME.",
                HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => $"Correct the path of --export-url: for {format.Name} it is {format.UsualPath}.",
                HttpStatusCode.UnsupportedMediaType => "Choose the other --export: it does not take this one there.",
                >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => "Give --export-url as the address that it redirects to.",
                HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => "Look into its log, and run LoadTest again.",
                _ => "What it says is about the series: its clock, limits or rules do not allow for them.",
            },
            response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
        {
            IsThere = response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Conflict && Known().IsMatch(answer),
        };
    }

    /// <summary>Why a request was not taken.</summary>
    /// <param name="IsForNow">Whether it may be taken later.</param>
    private sealed record Failure(string Why, string Remedy, bool IsForNow)
    {
        /// <summary>It was sent, and nobody said what became of it.</summary>
        public bool IsUnanswered { get; init; }

        /// <summary>The receiver has samples of these series that are as late or later: of one that was sent before, its own.</summary>
        public bool IsThere { get; init; }
    }

    /// <summary>How Prometheus and Mimir say that of samples.</summary>
    [GeneratedRegex("out[ -]of[ -]order|duplicate", RegexOptions.IgnoreCase)]
    private static partial Regex Known();
}

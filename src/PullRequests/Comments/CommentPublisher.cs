using Gauntlet.PullRequests.Api;
using Gauntlet.PullRequests.Context;

namespace Gauntlet.PullRequests.Comments;

/// <summary>Keeps exactly one comment on a pull request: posts it first, rewrites it in place later, never over a newer run's.</summary>
public sealed class CommentPublisher
{
    /// <summary>GitHub's limit for a comment, in UTF-16 units; longer ones are refused with 422.</summary>
    public const int MaxLength = 65_536;

    private readonly CiContext _context;
    private readonly string? _key;
    private readonly RetrySettings _settings;
    private readonly TimeProvider _time;

    /// <summary>A publisher for the pull request of the context, and for one of its reports.</summary>
    public CommentPublisher(CiContext context, ReportKey? report, RetrySettings? settings = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_context, _key, _settings, _time) = (context, report?.ToString(), settings ?? new RetrySettings(), time ?? TimeProvider.System);
    }

    /// <summary>Posts or updates the comment, or says why not. It throws only on cancellation and on what <paramref name="render"/> throws.</summary>
    /// <param name="figures">This run's figures; they become the next run's "before".</param>
    /// <param name="render">Renders the visible Markdown from the figures of the run before, or null when there was none, in this much room.</param>
    /// <param name="cancellation">Ends the tries.</param>
    public async Task<CommentOutcome> PublishAsync(RunFigures figures, Func<RunFigures?, int, string> render, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(render);
        if (_context is not { SkipReason: null, Repository: { } repository, Token: not null, PullRequest: { } head })
        {
            return CommentOutcome.Skip(_context.SkipReason ?? "there is no pull request to comment on");
        }

        if (figures.Sha != head.HeadSha || figures.Run != _context.Run)
        {
            return CommentOutcome.Skip("the figures are of another commit or run than the one that GitHub named");
        }

        try
        {
            var thread = new CommentThread(GitHubClientFactory.Create(_context, _settings.RequestTimeout), repository, cancellation);
            var pass = new CommentPass(thread, _context, _key, figures, render);
            return await new RetryPolicy(_settings, _time).RunAsync(pass.RunAsync, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && ApiFault.From(e, _time.GetUtcNow()) is { } fault)
        {
            return fault.Kind == ApiFaultKind.Forbidden
                ? CommentOutcome.Skip(Explain(fault, head)) with { IsForbidden = true }
                : CommentOutcome.Fail(fault.Message);
        }
    }

    /// <summary>
    /// The comment as it is sent: the marker, then the visible text in the room that GitHub's limit leaves. What <c>--comment=print</c> prints.
    /// </summary>
    /// <param name="key">Which report it is; null where there is but one.</param>
    /// <param name="figures">This run's.</param>
    /// <param name="previous">Those of the run before; null where there was none.</param>
    /// <param name="render">As in <see cref="PublishAsync"/>.</param>
    /// <param name="note">What somebody wrote above the marker, which stays there.</param>
    public static string Compose(string? key, RunFigures figures, RunFigures? previous, Func<RunFigures?, int, string> render, string note = "")
    {
        ArgumentNullException.ThrowIfNull(render);
        var head = note + new CommentMarker { Key = key, Figures = figures, Previous = previous }.Render() + "\n";
        var room = MaxLength - head.Length;
        return head + MarkdownCut.Fit(render(previous, room), room, text => text.Length);
    }

    private static string Explain(ApiFault fault, PullRequestHead head) => head.IsFork
        ? $"{fault.Message}; a fork's token reads only, so the report is in the job summary and the verdict stands"
        : $"{fault.Message}; the job needs a token with 'pull-requests: write', and the report is in the job summary";
}

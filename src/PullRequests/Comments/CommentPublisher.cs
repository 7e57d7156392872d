using Gauntlet.PullRequests.Api;
using Gauntlet.PullRequests.Context;

namespace Gauntlet.PullRequests.Comments;

/// <summary>Keeps exactly one comment on a pull request: posts it first, rewrites it in place later, never over a newer run's.</summary>
public sealed class CommentPublisher
{
    /// <summary>GitHub's limit for a comment, in UTF-16 units; longer ones are refused with 422.</summary>
    public const int MaxLength = 65_536;

    private readonly CiContext _context;
    private readonly RetrySettings _settings;
    private readonly TimeProvider _time;

    /// <summary>A publisher for the pull request of the context.</summary>
    public CommentPublisher(CiContext context, RetrySettings? settings = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_context, _settings, _time) = (context, settings ?? new RetrySettings(), time ?? TimeProvider.System);
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
            var pass = new CommentPass(thread, head, figures, render);
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
    public static string Compose(RunFigures figures, RunFigures? previous, Func<RunFigures?, int, string> render)
    {
        ArgumentNullException.ThrowIfNull(render);
        var marker = new CommentMarker { Figures = figures, Previous = previous }.Render();
        var room = MaxLength - marker.Length - 1;
        return marker + "\n" + MarkdownCut.Fit(render(previous, room), room, text => text.Length);
    }

    private static string Explain(ApiFault fault, PullRequestHead head) => head.IsFork
        ? $"{fault.Message}; a fork's token reads only, so the report is in the job summary and the verdict stands"
        : $"{fault.Message}; the job needs 'pull-requests: write', and the report is in the job summary";
}

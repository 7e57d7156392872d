using Gauntlet.Build.Ci;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Reporting;
using Gauntlet.Build.Stages.CollectDiagnostics;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Terminal;
using Gauntlet.Metrics.Model;
using Gauntlet.PullRequests.Comments;
using Gauntlet.PullRequests.Context;
using Gauntlet.Reports.Writers;

namespace Gauntlet.Build.Stages.PostComment;

/// <summary>One comment on the pull request, updated in place.</summary>
[TaskName("PostComment")]
[TaskDescription("Keep one comment with the report on the pull request, updated in place")]
[Stage(After = typeof(CollectDiagnosticsTask), Role = StageRole.Aftermath, ReadsForeignArtifacts = true)]
public sealed class PostCommentTask(
    StageRunner runner, StageLog stages, CiEnvironment ci, CiFiles files, CiCommands commands, ITerminal terminal, TimeProvider time)
        : Stage<CommentResult>(runner)
{
    /// <inheritdoc/>
    protected internal override async Task<StageResult<CommentResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var github = ci.ReadContext();
        var (foreign, require) = (context.Options.Of(RunOptions.From) is not null, context.Options.Of(RunOptions.Require));
        var verdict = foreign
            ? RunVerdict.Of(context.State, [Name], require)
            : RunVerdict.Before(Name, context.State, context.Options.Of(RunOptions.Skip), require);
        var request = new ReportRequest(context, verdict);
        var document = Documents.Create(request);
        if (!foreign)
        {
            ReportWriter.Write(context, document);
        }

        var leg = context.Options.Of(PostCommentOptions.Leg);
        var report = github.Report is { } ofJob && leg is not null ? ofJob with { Leg = leg } : github.Report;
        request = request with
        {
            IsOfFork = github.PullRequest?.IsFork == true,
            Scope = report?.ToString(),
            Address = github.RunAddress,
            Files = github.ArtifactsAddress,
        };
        if (context.Options.Of(PostCommentOptions.Comment) == "print")
        {
            Print(github, request);
            return StageResult.Pass("printed, not posted", new CommentResult("printed", null));
        }

        if (github is not { SkipReason: null, PullRequest: { } head, Run: { } run })
        {
            return StageResult.Skip<CommentResult>(github.SkipReason ?? "there is no pull request to comment on");
        }

        stages.Progress("posting the comment");
        var figures = Figures(request, head.HeadSha, run);
        var outcome = await new CommentPublisher(github, report, null, time)
            .PublishAsync(figures, (before, room) => Render(request, before, room), cancellation).ConfigureAwait(false);
        if (foreign && (outcome.IsForbidden || outcome.Status == CommentStatus.Failed))
        {
            // No other step of this job shows the report.
            files.Summarize(Render(request, null, CommentPublisher.MaxLength));
        }

        return Judge(outcome);
    }

    /// <summary>What would be sent; outside a pull request the visible part of it.</summary>
    private void Print(CiContext github, ReportRequest request)
    {
        var text = github is { PullRequest: { } head, Run: { } run }
            ? CommentPublisher.Compose(request.Scope, Figures(request, head.HeadSha, run), null, (before, room) => Render(request, before, room))
            : Render(request, null, CommentPublisher.MaxLength);
        using var quote = commands.Quote();
        terminal.Out.WriteLine(text);
    }

    private static RunFigures Figures(ReportRequest request, string sha, RunIdentity run)
    {
        var load = request.Context.State.Result<LoadResult>();
        return new RunFigures
        {
            Sha = sha,
            RunId = run.Id,
            Attempt = run.Attempt,
            Verdict = request.Verdict.Outcome.Word(),
            P50 = load?.P50,
            P95 = load?.P95,
            P99 = load?.P99,
            Rps = load?.RequestsPerSecond,
            Success = load?.SuccessRate,
        };
    }

    private static string Render(ReportRequest request, RunFigures? before, int room)
    {
        var previous = before is null ? null : new PreviousRun(
            Documents.Short(before.Sha), before.Verdict, new Headline(before.P50, before.P95, before.P99, before.Rps, before.Success));
        return MarkdownWriter.Write(Documents.Create(request with { Before = previous }), room);
    }

    private static StageResult<CommentResult> Judge(CommentOutcome outcome)
    {
        var action = outcome.Status.ToString().ToLowerInvariant();
        return outcome.Status switch
        {
            CommentStatus.Skipped => StageResult.Skip<CommentResult>(outcome.Reason ?? "there is nothing to comment on"),
            // A comment is no part of what is judged; who wants it to be requires it.
            CommentStatus.Failed => StageResult.Skip<CommentResult>($"the comment was not posted: {outcome.Reason}"),
            _ => StageResult.Pass(
                $"comment {action}{(outcome.Address is { } address ? $": {address}" : "")}", new CommentResult(action, outcome.Address?.ToString())),
        };
    }
}

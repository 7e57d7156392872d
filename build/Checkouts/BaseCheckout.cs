using Gauntlet.Build.Ci;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Tools;
using Gauntlet.PullRequests.Context;

namespace Gauntlet.Build.Checkouts;

/// <summary>Finds the commit that a change is compared with, and checks it out beside the change, as a worktree of the same clone.</summary>
public sealed class BaseCheckout(CommandJournal journal, IToolProbe probe, CiEnvironment ci, HostEnvironment environment)
{
    private const string Shallow = "check it out with its history (actions/checkout: fetch-depth: 2 on a pull request, 0 elsewhere)";

    /// <summary>
    /// The base, below artifacts/, or why there is none. On a pull request it is what the head was merged into, else where the branch has left it; elsewhere
    /// where HEAD has left the remote's default branch.
    /// </summary>
    public (BaseTree? Tree, string? WhyNot) Open(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (SearchPath.Find("git", environment["PATH"]) is not { } git)
        {
            return (null, "git is not on PATH");
        }

        var (commit, whyNot) = Find(git, ci.ReadContext().PullRequest);
        return commit is null ? (null, whyNot) : CheckOut(context, git, commit);
    }

    private (string? Commit, string? WhyNot) Find(string git, PullRequestHead? pull)
    {
        if (Commit(git, "HEAD") is not { } head)
        {
            return (null, "this is no checkout of git");
        }

        if (pull is not null)
        {
            // GitHub checks out a merge of both; its first parent is the base, whatever the branch has become meanwhile.
            var found = Commit(git, "HEAD^2") == pull.HeadSha ? Commit(git, "HEAD^1") : pull.BaseSha is { } target ? Fork(git, target) : null;
            return (found, found is null ? $"this clone is without the base of the pull request; {Shallow}" : null);
        }

        if (Commit(git, "refs/remotes/origin/HEAD") is not { } main)
        {
            return (null, "the default branch of the remote is not known (git remote set-head origin --auto)");
        }

        var left = Fork(git, main);
        return left is null ? (null, $"this clone is without the commit at which its branch began; {Shallow}")
            : left == head ? (null, "HEAD is on the default branch")
            : (left, null);
    }

    private (BaseTree? Tree, string? WhyNot) CheckOut(BuildContext context, string git, string commit)
    {
        var folder = context.Paths.BaseTree;
        BaseTree.Delete(folder);
        Ask(git, "worktree", "prune");
        var before = journal.Count;
        var exitCode = journal.Run(() => new PinnedTool(context, "git").RunForExitCode(
            git, "-c", "core.hooksPath=" + Path.Combine(folder, "no-hooks"), "worktree", "add", "--detach", "--force", "--quiet", folder, commit));
        return exitCode == 0
            ? (new BaseTree(commit, folder), null)
            : (null, "git could not check the base out: "
                + (journal.FailedSince(before)?.Output.LastOrDefault(line => line.Length > 0) ?? $"exit code {exitCode}"));
    }

    private string? Commit(string git, string revision) => HostileText.Sha(Ask(git, "rev-parse", "--verify", "--quiet", revision).Trim());

    private string? Fork(string git, string other) => HostileText.Sha(Ask(git, "merge-base", "HEAD", other).Trim());

    private string Ask(string git, params string[] arguments) => probe.Ask(git, arguments);
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cake.Core.Diagnostics;
using Gauntlet.Build.Ci;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Terminal;

namespace Gauntlet.Build.Hosting;

/// <summary>Begins a run, or goes on with the one in state.json, and prints its header.</summary>
public sealed class RunFactory(RunControl control, CiEnvironment ci, DailyNotes notes, TimeProvider time)
{
    /// <summary>Sets the context's state.</summary>
    /// <param name="context">The context of this process.</param>
    /// <param name="anew">True to begin a run: whatever an older one left in state.json is not read, and its results are removed.</param>
    public void Begin(BuildContext context, bool anew)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (anew)
        {
            RemoveResults(context.Paths);
        }

        var state = (anew ? null : Load(context)) ?? new PipelineState { Run = NewRun(context) };
        // What names a cluster to delete is no part of how a run is repeated: it may be another run's.
        var isStage = !control.JudgesTheRun && context.Options.Of(RunOptions.From) is null
            && context.Options.Targets.All(target => StageCatalog.Host.Find(target) is not { Role: StageRole.Cleanup });
        context.State = isStage ? state with { Run = state.Run with { Command = RepeatCommand.With(state.Run.Command, context.Options.Written) } } : state;
        PrintHeader(context);
    }

    /// <summary>A file of this checkout is its user's; one of an artifact is the fault of whoever made or carried that.</summary>
    private static PipelineState? Load(BuildContext context)
    {
        if (context.Options.Of(RunOptions.From) is null)
        {
            return StateStore.Load(context.Paths.StateInput);
        }

        try
        {
            return StateStore.Load(context.Paths.StateInput, "The run that made the artifact has to be run again.");
        }
        catch (UsageException e)
        {
            throw new StageException(StageOutcome.Infrastructure, e.Message, inner: e);
        }
    }

    private static void RemoveResults(BuildPaths paths)
    {
        var removals = paths.ResultFiles.Select<string, Action>(file => () => File.Delete(file))
            .Concat(paths.ResultFolders.Where(Directory.Exists).Select<string, Action>(folder => () => Directory.Delete(folder, recursive: true)));
        foreach (var remove in removals)
        {
            try
            {
                remove();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The stage that has to write there says so, with its name and what to do.
            }
        }
    }

    private void PrintHeader(BuildContext context)
    {
        var run = context.State.Run;
        var log = context.Log;
        if (control.IsByDefault)
        {
            log.Information("No --target: Full runs, which is all stages in their order.");
        }

        if (control.IsFull)
        {
            var commit = run.Commit is { } sha ? $" of commit {sha[..Math.Min(12, sha.Length)]}" : "";
            log.Information("Gauntlet run {0}{1} on {2}", run.Id, commit, run.Machine);
        }
        else
        {
            log.Verbose("Gauntlet run {0}", run.Id);
        }

        if (control.IsFull && run.StandIns.Count > 0)
        {
            notes.Tell($"Stand-ins in use: {string.Join(", ", run.StandIns)}");
        }
    }

    private RunRecord NewRun(BuildContext context)
    {
        var now = time.GetUtcNow();
        var head = GitHead.Read(context.Paths.Root);
        return new RunRecord
        {
            Id = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3)),
            Started = now,
            Commit = head.Commit,
            Ref = ci.Branch ?? head.Branch,
            Command = RepeatCommand.Of(context.Options.Written),
            Machine =
                $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors, .NET {Environment.Version}",
            StandIns = HostVersion.StandIns,
        };
    }
}

using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cake.Core.Diagnostics;
using Gauntlet.Build.Options;
using Gauntlet.Build.Reporting;
using Gauntlet.Build.State;

namespace Gauntlet.Build.Lifetime;

/// <summary>Begins a run, or goes on with the one in state.json, and prints its header.</summary>
public sealed class RunFactory(RunControl control, TimeProvider time)
{
    /// <summary>The packages that compat/ stands in for, as this build was made.</summary>
    public static IReadOnlyList<string> StandIns { get; } =
    [
        .. (typeof(RunFactory).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "StandIns")?.Value ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries).Where(name => name != "none"),
    ];

    /// <summary>Sets the context's state.</summary>
    /// <param name="context">The context of this process.</param>
    /// <param name="anew">True to begin a run: whatever an older one left in state.json is not read.</param>
    public void Begin(BuildContext context, bool anew)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Options.From is { } folder && !File.Exists(context.Paths.StateInput))
        {
            throw new UsageException($"--from={folder} holds no state.json. Give the folder of a run's artifacts.");
        }

        context.State = (anew ? null : StateStore.Load(context.Paths.StateInput)) ?? new PipelineState { Run = NewRun(context) };
        PrintHeader(context);
    }

    private void PrintHeader(BuildContext context)
    {
        var run = context.State.Run;
        var log = context.Log;
        if (control.IsFull)
        {
            log.Information("Gauntlet run {0}{1}", run.Id, run.Commit is { } commit ? $" of commit {commit[..Math.Min(12, commit.Length)]}" : "");
            log.Information("{0}", run.Machine);
        }
        else
        {
            log.Verbose("Gauntlet run {0}", run.Id);
        }

        if (control.IsFull && run.StandIns.Count > 0)
        {
            log.Information("Stand-ins in use: {0}", string.Join(", ", run.StandIns));
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
            Ref = GitHubSurface.Branch ?? head.Branch,
            Command = string.Join(' ', ["./build.sh", "--target=Full", .. context.Options.Given.Select(Quoted)]),
            Machine = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors, .NET {Environment.Version}",
            StandIns = StandIns,
        };
    }

    private static string Quoted(string argument) => argument.All(c => char.IsLetterOrDigit(c) || "-=_./:,@".Contains(c, StringComparison.Ordinal))
        ? argument
        : "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}

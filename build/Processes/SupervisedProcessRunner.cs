using System.Diagnostics;
using Cake.Core.Diagnostics;
using Cake.Core.IO;

namespace Gauntlet.Build.Processes;

/// <summary>
/// Starts every child process of the pipeline in place of Cake's own runner, whose processes hide their id:
/// both streams are captured and masked, the command goes into the journal, and the whole tree dies with its stage.
/// </summary>
public sealed class SupervisedProcessRunner(
    ICakeEnvironment environment, StageScope scope, CommandJournal journal, SecretMask mask, Orphans orphans, ICakeLog log, TimeProvider time) : IProcessRunner
{
    /// <inheritdoc/>
    public IProcess? Start(FilePath filePath, ProcessSettings settings)
    {
        ArgumentNullException.ThrowIfNull(filePath);
        ArgumentNullException.ThrowIfNull(settings);
        scope.Cancellation.ThrowIfCancellationRequested();
        var line = mask.Apply($"{filePath.GetFilenameWithoutExtension()} {settings.Arguments?.RenderSafe()}".TrimEnd());
        log.Write(Verbosity.Verbose, LogLevel.Verbose, "$ {0}", line);
        var start = new ProcessStartInfo(filePath.FullPath, settings.Arguments?.Render() ?? "")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = (settings.WorkingDirectory ?? environment.WorkingDirectory).MakeAbsolute(environment).FullPath,
        };
        start.Environment.Clear();
        foreach (var (name, value) in ChildEnvironment.Of(environment.GetEnvironmentVariables(), settings.EnvironmentVariables))
        {
            start.Environment[name] = value;
        }

        var process = Begin(start, line);
        process.StandardInput.Close();
        return new SupervisedProcess(process, line, settings, new ProcessSinks(journal, mask, log, time), orphans.Record(process), scope.Cancellation);
    }

    private static Process Begin(ProcessStartInfo start, string line)
    {
        try
        {
            return Process.Start(start) ?? throw new CakeException($"{line} could not be started.");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new CakeException($"{line} could not be started: {e.Message}", e);
        }
    }
}

/// <summary>What a process reports to.</summary>
internal sealed record ProcessSinks(CommandJournal Journal, SecretMask Mask, ICakeLog Log, TimeProvider Time);

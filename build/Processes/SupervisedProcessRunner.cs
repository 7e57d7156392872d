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
    public IProcess Start(FilePath filePath, ProcessSettings settings) => Start(filePath, settings, keepsInput: false);

    /// <summary>
    /// Starts a process that runs until its input ends: by <see cref="IEndsWithItsInput"/>, with its stage, or when this process is killed. Elsewhere (within a
    /// container) nothing else would end it.
    /// </summary>
    public IProcess StartOpen(FilePath filePath, ProcessSettings settings) => Start(filePath, settings, keepsInput: true);

    private SupervisedProcess Start(FilePath filePath, ProcessSettings settings, bool keepsInput)
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
        if (!keepsInput)
        {
            process.StandardInput.Close();
        }

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

/// <summary>A process that runs until its input ends.</summary>
public interface IEndsWithItsInput
{
    /// <summary>Ends its input.</summary>
    void EndInput();
}

/// <summary>What a process reports to.</summary>
internal sealed record ProcessSinks(CommandJournal Journal, SecretMask Mask, ICakeLog Log, TimeProvider Time);

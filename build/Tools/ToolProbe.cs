using Cake.Core.IO;

namespace Gauntlet.Build.Tools;

/// <summary>Asks a tool on PATH for something short, such as its version.</summary>
public interface IToolProbe
{
    /// <summary>What the tool printed on standard output; empty where it cannot be run or does not answer.</summary>
    string Ask(string path, IReadOnlyList<string> arguments);
}

/// <summary>Asks through the host's own runner, and kills what does not answer.</summary>
public sealed class ToolProbe(IProcessRunner processes) : IToolProbe
{
    private const int PatienceInMilliseconds = 10_000;

    /// <inheritdoc/>
    public string Ask(string path, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var builder = new ProcessArgumentBuilder();
        foreach (var argument in arguments)
        {
            builder.Append(argument);
        }

        try
        {
            using var process = processes.Start(new FilePath(path), new ProcessSettings { Arguments = builder, RedirectStandardOutput = true, Silent = true });
            if (process is null)
            {
                return "";
            }

            if (process.WaitForExit(PatienceInMilliseconds))
            {
                // Once more without a limit: only that waits for what the process wrote at its end.
                process.WaitForExit();
                return string.Join('\n', process.GetStandardOutput());
            }

            process.Kill();
            return "";
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or CakeException or TimeoutException)
        {
            // A tool that cannot be started has no version; the stage that needs it says why it fails.
            return "";
        }
    }
}

using System.Diagnostics;

namespace Gauntlet.PipelineHarness;

/// <summary>Runs a tool with a deadline, and kills its whole tree when that is over.</summary>
public static class Command
{
    /// <summary>Answers what it wrote to standard output.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; with what it wrote to standard error.</exception>
    /// <exception cref="TimeoutException">It ran longer than the deadline.</exception>
    public static async Task<string> RunAsync(TimeSpan deadline, string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var end = new CancellationTokenSource(deadline);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{tool} {string.Join(' ', arguments)} did not end within {deadline}.");
        }

        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
    }
}

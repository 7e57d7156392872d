using System.Diagnostics;

namespace Gauntlet.Workloads.Tests.Clusters;

/// <summary>Runs a tool with a deadline, and kills its whole tree when that is over.</summary>
internal static class Command
{
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

        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
    }
}

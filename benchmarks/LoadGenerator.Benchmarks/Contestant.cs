using System.Diagnostics;
using System.Runtime.InteropServices;

/// <summary>A load tool that runs on core 1 and stands still except in its turn.</summary>
internal sealed partial class Contestant : IDisposable
{
    private const int Continue = 18; // SIGCONT and SIGSTOP of Linux
    private const int Stop = 19;

    private readonly Process _process;

    /// <param name="argument">Its name and its command line, as in "wrk=wrk -t1 -c50 http://127.0.0.1/".</param>
    public Contestant(string argument)
    {
        var separator = argument.IndexOf('=', StringComparison.Ordinal);
        Name = argument[..separator];
        var command = argument[(separator + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _process = Process.Start(new ProcessStartInfo("taskset", ["-c", "1", .. command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    public string Name { get; }

    public int ProcessId => _process.Id;

    public void Resume() => Signal(Continue);

    public void Pause() => Signal(Stop);

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private void Signal(int signal)
    {
        if (_process.HasExited || Kill(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"{Name} ended before its time, exit code {_process.ExitCode}: {_process.StandardError.ReadToEnd()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

using System.Diagnostics;
using System.Globalization;

/// <summary>A tool of <see cref="OpenTurns"/> on core 1.</summary>
internal sealed class OpenContestant : IDisposable
{
    private readonly string[] _command;
    private Process? _process;
    private Task<string?>? _answer;

    public OpenContestant(string argument)
    {
        var separator = argument.IndexOfAny(['=', '~']);
        Name = argument[..separator];
        IsWarm = argument[separator] == '~';
        _command = ["-c", "1", .. argument[(separator + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    public string Name { get; }

    /// <summary>Whether one process runs all of its turns.</summary>
    public bool IsWarm { get; }

    public bool IsAtWork => IsWarm ? !_answer!.IsCompleted : !_process!.HasExited;

    public ProcessorUse Use => ProcessorUse.Of(_process!.Id);

    public void Begin(int rate, TimeSpan leadIn, TimeSpan length)
    {
        _process ??= Process.Start(new ProcessStartInfo("taskset", _command) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        if (IsWarm)
        {
            _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate} {leadIn.TotalSeconds} {length.TotalSeconds}"));
            _answer = _process.StandardOutput.ReadLineAsync();
        }
    }

    /// <summary>Ends the turn, and returns what the tool says of itself.</summary>
    public async Task<string> EndAsync()
    {
        if (IsWarm)
        {
            return await _answer! ?? throw new InvalidOperationException($"{Name} ended before its time");
        }

        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"{Name} ended before its time, exit code {_process.ExitCode}");
        }

        Dispose();
        return "- - - -";
    }

    public void Dispose()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }
}

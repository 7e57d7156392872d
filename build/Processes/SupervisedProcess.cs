using System.Diagnostics;
using Cake.Core.Diagnostics;
using Cake.Core.IO;

namespace Gauntlet.Build.Processes;

/// <summary>A child process whose output is kept, and that is killed with its children when its stage must end.</summary>
internal sealed class SupervisedProcess : IProcess, IEndsWithItsInput
{
    private const int MostLines = 2000;

    /// <summary>What is left in the pipes of a process that ended is read in far less.</summary>
    private static readonly TimeSpan StreamPatience = TimeSpan.FromSeconds(2);
    private readonly Process _process;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _kill;
    private readonly ProcessSinks _sinks;
    private readonly IDisposable _record;
    private readonly long _started;
    private readonly Lock _gate = new();
    private readonly List<string> _standardOutput = [];
    private readonly List<string> _standardError = [];
    private readonly Queue<string> _both = [];
    private readonly TaskCompletionSource _exited = NewSignal();
    private readonly TaskCompletionSource _outputRead = NewSignal();
    private readonly TaskCompletionSource _errorRead = NewSignal();
    private readonly Task _ended;
    private bool _recorded;

    public SupervisedProcess(Process process, string line, ProcessSettings settings, ProcessSinks sinks, IDisposable record, CancellationToken cancellation)
    {
        (_process, Line, _cancellation, _sinks, _record) = (process, line, cancellation, sinks, record);
        sinks.Journal.Begin(this);
        _started = sinks.Time.GetTimestamp();
        process.OutputDataReceived += (_, received) => Take(received.Data, _standardOutput, settings.RedirectedStandardOutputHandler, _outputRead);
        process.ErrorDataReceived += (_, received) => Take(received.Data, _standardError, settings.RedirectedStandardErrorHandler, _errorRead);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.Exited += (_, _) => _exited.TrySetResult();
        process.EnableRaisingEvents = true;
        _ended = EndAsync();
        _kill = cancellation.UnsafeRegister(static self => ((SupervisedProcess)self!).Kill(), this);
    }

    /// <summary>Name and arguments, secrets masked.</summary>
    public string Line { get; }

    /// <summary>Both streams so far, secrets masked; the last lines of a long one.</summary>
    public IReadOnlyList<string> Output
    {
        get
        {
            lock (_gate)
            {
                return [.. _both];
            }
        }
    }

    public void Dispose()
    {
        _kill.Dispose();
        _record.Dispose();
        _process.Dispose();
    }

    public void WaitForExit()
    {
        _ended.WaitAsync(_cancellation).GetAwaiter().GetResult();
        Record();
    }

    public bool WaitForExit(int milliseconds)
    {
        if (!_process.WaitForExit(milliseconds))
        {
            return false;
        }

        WaitForExit();
        return true;
    }

    public void EndInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended in the meantime, which is what was wanted.
        }
    }

    public int GetExitCode() => _process.ExitCode;

    public IEnumerable<string> GetStandardError() => Finished(_standardError);

    public IEnumerable<string> GetStandardOutput() => Finished(_standardOutput);

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or NotSupportedException or AggregateException)
        {
            // It ended in the meantime, which is what was wanted.
        }

        _record.Dispose();
    }

    /// <summary>
    /// Not <see cref="Process.WaitForExitAsync"/>: that also waits for the end of both streams, which a grandchild may hold open for as long as it lives.
    /// </summary>
    private async Task EndAsync()
    {
        await _exited.Task.ConfigureAwait(false);
        try
        {
            await Task.WhenAll(_outputRead.Task, _errorRead.Task).WaitAsync(StreamPatience, _sinks.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What a grandchild has still to say is not this process's word.
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private List<string> Finished(List<string> lines)
    {
        WaitForExit();
        lock (_gate)
        {
            return [.. lines];
        }
    }

    private void Take(string? line, List<string> lines, Func<string, string>? handler, TaskCompletionSource read)
    {
        if (line is null)
        {
            read.TrySetResult();
            return;
        }

        var kept = handler is null ? line : handler(line);
        if (kept is null)
        {
            return; // taken as they came, figures or secrets: nobody reads them in a log
        }

        var masked = _sinks.Mask.Apply(line);
        lock (_gate)
        {
            lines.Add(kept);
            _both.Enqueue(masked);
            if (_both.Count > MostLines)
            {
                _both.Dequeue();
            }
        }

        _sinks.Log.Write(Verbosity.Diagnostic, LogLevel.Debug, "  {0}", masked);
    }

    private void Record()
    {
        lock (_gate)
        {
            if (!_recorded)
            {
                _recorded = true;
                _record.Dispose();
                _sinks.Journal.End(this, new CompletedCommand(Line, _process.ExitCode, _sinks.Time.GetElapsedTime(_started), [.. _both]));
            }
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Gauntlet.PipelineHarness;

/// <summary>
/// The host as a process, for what only a process can show; <see cref="HostVariables"/> are its environment. Disposing kills it, with its children,
/// when it still runs.
/// </summary>
public sealed class PipelineProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly string _stateFile;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _moreOutput = NewSignal();

    private PipelineProcess(Process process, string stateFile)
    {
        (_process, _stateFile) = (process, stateFile);
        process.OutputDataReceived += (_, line) => Take(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => Take(line.Data, isError: true);
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>What it wrote so far.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts the host on a copy, with the copy's cluster name and ports unless the arguments give others.</summary>
    /// <param name="copy">The project.</param>
    /// <param name="arguments">Of the host.</param>
    /// <param name="environment">Further variables; null removes one.</param>
    /// <param name="under">A command that runs the host in its turn, such as setpriv with its arguments; empty for none.</param>
    public static PipelineProcess Start(
        ProjectCopy copy, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment, IReadOnlyList<string> under)
    {
        ArgumentNullException.ThrowIfNull(copy);
        ArgumentNullException.ThrowIfNull(under);
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        return Start(copy, [.. under, dotnet, Checkout.Host, "--working=" + copy.Root, .. arguments], environment);
    }

    /// <summary>Starts a command line of a shell in the copy's root, with the same environment.</summary>
    public static PipelineProcess StartShell(ProjectCopy copy, string commandLine, IReadOnlyDictionary<string, string?>? environment) =>
        Start(copy, ["bash", "-c", commandLine], environment);

    private static PipelineProcess Start(ProjectCopy copy, IReadOnlyList<string> command, IReadOnlyDictionary<string, string?>? environment)
    {
        ArgumentNullException.ThrowIfNull(copy);
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = copy.Root,
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in HostVariables.Of(copy, environment))
        {
            start.Environment[name] = value;
        }

        var process = new PipelineProcess(new Process { StartInfo = start }, copy.Artifact("state.json"));
        process._process.Start();
        process._process.StandardInput.Close();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Waits until a text is in the output.</summary>
    /// <exception cref="InvalidOperationException">It ended, or five minutes passed, without the text; the message holds the output.</exception>
    public async Task OutputHoldsAsync(string text)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        for (; ; )
        {
            Task more;
            lock (_gate)
            {
                if (_output.ToString().Contains(text, StringComparison.Ordinal))
                {
                    return;
                }

                more = _moreOutput.Task;
            }

            var ended = _process.WaitForExitAsync(deadline.Token);
            if (await Task.WhenAny(more, ended) == ended && !Output.Contains(text, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"'{text}' never came.\n{Output}");
            }
        }
    }

    /// <summary>Sends a signal, such as TERM or INT, to the host alone.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the end.</summary>
    /// <exception cref="TimeoutException">It still ran after five minutes; the message holds the output.</exception>
    public async Task<PipelineResult> ExitAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The pipeline still ran after {Deadline.TotalMinutes} minutes.\n{Output}");
        }

        lock (_gate)
        {
            return new PipelineResult(_process.ExitCode, _output.ToString(), _error.ToString(), _stateFile);
        }
    }

    /// <summary>Kills it with its children when it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Take(string? line, bool isError)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _output.Append(line).Append('\n');
            if (isError)
            {
                _error.Append(line).Append('\n');
            }

            _moreOutput.SetResult();
            _moreOutput = NewSignal();
        }
    }
}

using System.Runtime.InteropServices;

namespace Gauntlet.Build.Hosting;

/// <summary>The signals that ask a process to end.</summary>
public interface ISignals
{
    /// <summary>Calls back for each signal, with its name, until the result is disposed.</summary>
    IDisposable Listen(Action<string> received);
}

/// <summary>Ctrl-C, SIGTERM and SIGHUP, taken over from the runtime: the process then ends by itself.</summary>
public sealed class ProcessSignals : ISignals
{
    /// <inheritdoc/>
    public IDisposable Listen(Action<string> received) => new Registrations(
        new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            received(context.Signal.ToString());
        })));

    private sealed class Registrations(IEnumerable<PosixSignalRegistration> signals) : IDisposable
    {
        private readonly List<PosixSignalRegistration> _signals = [.. signals];

        public void Dispose() => _signals.ForEach(signal => signal.Dispose());
    }
}

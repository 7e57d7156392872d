using Gauntlet.Build.Hosting;

namespace Gauntlet.HostBench;

/// <summary>Signals that a test sends.</summary>
public sealed class TestSignals : ISignals
{
    private event Action<string>? Sent;

    /// <summary>How many listen.</summary>
    public int Listeners => Sent?.GetInvocationList().Length ?? 0;

    /// <inheritdoc/>
    public IDisposable Listen(Action<string> received)
    {
        Sent += received;
        return new Listener(() => Sent -= received);
    }

    /// <summary>Sends one to whoever listens.</summary>
    public void Send(string signal) => Sent?.Invoke(signal);

    private sealed class Listener(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

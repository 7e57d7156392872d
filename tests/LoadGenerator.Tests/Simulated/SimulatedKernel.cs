using Gauntlet.LoadGenerator.Epoll;

namespace Gauntlet.LoadGenerator.Tests.Simulated;

/// <summary>The kernel of a simulation.</summary>
internal readonly struct SimulatedKernel(Simulation simulation) : IKernel
{
    public long Now() => simulation.Clock.Now;

    public long TakeQueued() => simulation.TakeQueued();

    public int Open(SocketAddress address) => simulation.Open();

    public int Connect(int socket, SocketAddress address) => simulation.Connect(socket);

    public int ConnectResult(int socket) => simulation.Call(socket).TakeError();

    public int Send(int socket, ReadOnlySpan<byte> bytes) => simulation.Result(simulation.Call(socket).Write(bytes));

    public int Receive(int socket, Span<byte> buffer, out long at)
    {
        var received = simulation.Result(simulation.Call(socket).Read(buffer, out at));
        at = simulation.Stamps ? at : 0;
        return received;
    }

    public bool HasNews(int socket) => simulation.Call(socket).HasNews;

    public bool HadEnded(int socket, long sent, long received) => simulation.Call(socket).HadEnded(sent);

    public void Close(int socket) => simulation.Close(socket);

    public int LastError() => simulation.LastError;

    public void Watch(int socket, uint index, uint generation) => simulation.Call(socket).Watch(index, generation);

    public void Unwatch(int socket) => simulation.Call(socket).Unwatch();

    public int Wait(long nanoseconds) => simulation.Wait(nanoseconds);

    public Readiness Event(int i) => simulation.Events[i];

    public void Sleep(long nanoseconds) => simulation.Sleep(nanoseconds);

    public void Dispose()
    {
    }
}

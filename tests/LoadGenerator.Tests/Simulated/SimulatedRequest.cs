namespace Gauntlet.LoadGenerator.Tests.Simulated;

/// <summary>A request as the simulated server got it.</summary>
/// <param name="Connection">Where it came.</param>
/// <param name="OnConnection">Its number there, from 1.</param>
/// <param name="Number">Its number on the server, from 1.</param>
/// <param name="Head">Its text; it has no body.</param>
internal sealed record SimulatedRequest(VirtualClock Clock, SimulatedConnection Connection, int OnConnection, int Number, string Head)
{
    public void Answer(string response, TimeSpan after = default) => Clock.After(after, () => Connection.Send(response));
}

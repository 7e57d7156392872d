using System.Globalization;
using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Wire;

namespace Gauntlet.Metrics.Tests.Wire;

/// <summary>
/// A process that records its share of random partitions of requests, one file for each partition. What a partition is, is drawn from its number: all agents
/// and the test know it without talking.
/// </summary>
internal static class RecordingAgent
{
    public static readonly string[] Agents = ["agent-0", "agent-1", "agent-2", "agent-3"];

    /// <summary>Usage: seed, number of partitions, number of the agent, folder.</summary>
    public static int Main(string[] arguments)
    {
        int Number(int i) => int.Parse(arguments[i], CultureInfo.InvariantCulture);
        for (var partition = 0; partition < Number(1); partition++)
        {
            var drawn = Draw(Number(0), partition);
            RecordingFile.Write(FileOf(arguments[3], partition, Number(2)), drawn.Record(Number(2)));
        }

        return 0;
    }

    public static string FileOf(string folder, int partition, int agent) => Path.Combine(folder, $"{partition}-{agent}.gntl");

    public static Partition Draw(int seed, int partition)
    {
        var random = new Random(seed + partition);
        var (routes, planned, rawCapacity) = (random.Next(1, 3), random.Next(1, 4), random.Next(2) * 400);
        var requests = Recordings.WithDrops(random, Recordings.Requests(random, random.Next(300), routes, planned + random.Next(4)), oneIn: 10);
        return new Partition(() => new Recorder(routes, planned, rawCapacity), requests, [.. requests.Select(_ => random.Next(Agents.Length))]);
    }

    /// <summary>Requests, and which agent sends which.</summary>
    internal sealed record Partition(Func<Recorder> NewRecorder, Recordings.Request[] Requests, int[] Agent)
    {
        public LoadRecording Record(int agent) =>
            Recordings.Of([.. Requests.Where((_, i) => Agent[i] == agent)], NewRecorder(), [Agents[agent]], pending: 2);

        public LoadRecording Whole() => Recordings.Of(Requests, NewRecorder(), Agents, pending: 2 * Agents.Length);
    }
}

using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Wire;

namespace Gauntlet.Metrics.Tests.Wire;

internal sealed class LoadRecordingTests
{
    private static readonly string[] Agents = ["agent-0", "agent-1", "agent-2", "agent-3"];

    [Test]
    [CancelAfter(120_000)]
    public void Merge_ThousandRandomPartitionsThroughFiles_AreBitEqualToOneRecorder([Values(20261128)] int seed)
    {
        using var folder = new TemporaryFolder();
        TestContext.Out.WriteLine($"seed {seed}");
        for (var partition = 0; partition < 1_000; partition++)
        {
            var random = new Random(seed + partition);
            var (routes, planned, rawCapacity) = (random.Next(1, 3), random.Next(1, 4), random.Next(2) * 400);
            var requests = Recordings.WithDrops(random, Recordings.Requests(random, random.Next(300), routes, planned + random.Next(4)), oneIn: 10);
            var whole = Recordings.Of(requests, new Recorder(routes, planned, rawCapacity), Agents, pending: 8);
            var parts = requests.ToLookup(_ => random.Next(Agents.Length));
            var read = Agents.Select((agent, i) =>
            {
                var path = folder.File(agent);
                RecordingFile.Write(path, Recordings.Of([.. parts[i]], new Recorder(routes, planned, rawCapacity), [agent], pending: 2));
                return RecordingFile.Read(path);
            }).ToArray();
            random.Shuffle(read);

            var merged = partition % 2 == 0 ? Merge(Merge(read[0], read[1]), Merge(read[2], read[3])) : LoadRecording.Merge(read);

            Assert.That(RecordingFile.Encode(merged).AsSpan().SequenceEqual(RecordingFile.Encode(whole)), Is.True, $"seed {seed}, partition {partition}");
        }
    }

    [Test]
    public void Merge_Parts_LeavesThemAsTheyWere()
    {
        var (a, b) = (Recordings.Small(), Recordings.Small() with { Agents = ["agent-1"] });
        var before = RecordingFile.Encode(a);

        LoadRecording.Merge([a, b]);

        Assert.That(RecordingFile.Encode(a), Is.EqualTo(before));
    }

    [Test]
    public void Merge_AgentsThatStartedApart_KeepsTheWholeWindow()
    {
        var early = Recordings.Small();
        var (start, end) = (Recordings.Start.AddMilliseconds(3), Recordings.Start.AddSeconds(20));
        var late = early with { Agents = ["agent-1"], Window = new(start, start, end), Interrupted = true };

        foreach (var parts in new[] { new[] { early, late }, [late, early] })
        {
            var merged = LoadRecording.Merge(parts);
            Assert.That(merged.Window, Is.EqualTo(new RecordingWindow(Recordings.Start, start, end)));
            Assert.That((merged.Interrupted, merged.Totals.Scheduled, merged.WarmUpRequests), Is.EqualTo((true, 16, 10)));
            Assert.That(merged.Agents, Is.EqualTo(new[] { "agent-0", "agent-1" }));
        }
    }

    [Test]
    public void Merge_OneAgentTwice_IsRefusedByName()
        => Assert.That(() => Merge(Recordings.Small(), Recordings.Small()), Throws.ArgumentException.With.Message.Contains("'agent-0' is in two"));

    [Test]
    public void Merge_OtherSeries_IsRefused()
    {
        var (small, other) = (Recordings.Small(), Recordings.Small() with { Agents = ["agent-1"] });

        Assert.That(() => Merge(small, other with { Variant = "base" }), Throws.ArgumentException.With.Message.Contains("another variant"));
        Assert.That(() => Merge(small, other with { Phase = "fault" }), Throws.ArgumentException.With.Message.Contains("phase"));
        Assert.That(() => Merge(small, other with { Routes = ["bar"] }), Throws.ArgumentException.With.Message.Contains("other routes"));
        var longer = other with { Recorded = new Recorder(1, 3, 10) };
        Assert.That(() => Merge(small, longer), Throws.ArgumentException.With.Message.Contains("same routes, seconds"));
    }

    [Test]
    public void Merge_Nothing_IsRefused() => Assert.That(() => LoadRecording.Merge([]), Throws.ArgumentException);

    private static LoadRecording Merge(LoadRecording a, LoadRecording b) => LoadRecording.Merge([a, b]);
}

using System.Diagnostics;
using System.Globalization;
using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Wire;

namespace Gauntlet.Metrics.Tests.Wire;

internal sealed class LoadRecordingTests
{
    [Test]
    [CancelAfter(120_000)]
    public Task Merge_RandomPartitionsOverFourProcesses_AreBitEqualToOneRecorder(CancellationToken cancellation) => MergeAsync(20261128, 30, cancellation);

    [Test]
    [Category("Soak")]
    [CancelAfter(600_000)]
    public Task Merge_AThousandRandomPartitionsOverFourProcesses_AreBitEqualToOneRecorder(CancellationToken cancellation) =>
        MergeAsync(int.Parse(Environment.GetEnvironmentVariable("GAUNTLET_SOAK_SEED") ?? "20261128", CultureInfo.InvariantCulture), 1_000, cancellation);

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

    private static async Task MergeAsync(int seed, int partitions, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        await TestContext.Out.WriteLineAsync($"seed {seed}");
        var path = Path.GetDirectoryName(folder.File("x"))!;
        await Task.WhenAll(RecordingAgent.Agents.Select((_, agent) => RunAgentAsync([$"{seed}", $"{partitions}", $"{agent}", path], cancellation)));
        for (var partition = 0; partition < partitions; partition++)
        {
            var read = RecordingAgent.Agents.Select((_, agent) => RecordingFile.Read(RecordingAgent.FileOf(path, partition, agent))).ToArray();
            new Random(seed - partition).Shuffle(read);

            var merged = partition % 2 == 0 ? Merge(Merge(read[0], read[1]), Merge(read[2], read[3])) : LoadRecording.Merge(read);

            var whole = RecordingAgent.Draw(seed, partition).Whole();
            Assert.That(RecordingFile.Encode(merged).AsSpan().SequenceEqual(RecordingFile.Encode(whole)), Is.True, $"seed {seed}, partition {partition}");
        }

        // What came over the wire damaged is no part of any sum.
        var damaged = RecordingAgent.FileOf(path, 0, 0);
        var bytes = await File.ReadAllBytesAsync(damaged, cancellation);
        foreach (var wrong in new[] { bytes[..^1], bytes[..(bytes.Length / 2)], [], [.. bytes[..^40], (byte)(bytes[^40] ^ 1), .. bytes[^39..]] })
        {
            await File.WriteAllBytesAsync(damaged, wrong, cancellation);
            Assert.That(() => RecordingFile.Read(damaged), Throws.TypeOf<RecordingFileException>().With.Message.StartsWith(damaged));
        }
    }

    private static async Task RunAgentAsync(string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(RecordingAgent).Assembly.Location, .. arguments]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        try
        {
            var said = await process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            Assert.That(process.ExitCode, Is.Zero, said);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static LoadRecording Merge(LoadRecording a, LoadRecording b) => LoadRecording.Merge([a, b]);
}

using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Wire;

namespace Gauntlet.Metrics.Tests.Wire;

[CancelAfter(60_000)]
internal sealed class RecordingFileTests
{
    private TemporaryFolder _folder = null!;
    private string _path = "";

    [SetUp]
    public void SetUp() => _path = (_folder = new TemporaryFolder()).File("agent-0.gntl");

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Read_WhatWasWritten_IsTheSame([Values(0, 500)] int requests, [Values(100, 1_000)] int rawCapacity)
    {
        var written = Recordings.Of(
            Recordings.WithDrops(new Random(9), Recordings.Requests(new Random(8), requests, 3, 9), oneIn: 8), new Recorder(3, 4, rawCapacity), ["a", "b"], 3);

        RecordingFile.Write(_path, written);
        var read = RecordingFile.Read(_path);

        Assert.That(RecordingFile.Encode(read), Is.EqualTo(RecordingFile.Encode(written)));
        Assert.That((read.Variant, read.Phase, read.Window, read.Totals), Is.EqualTo((written.Variant, written.Phase, written.Window, written.Totals)));
        Assert.That((read.Agents, read.Routes), Is.EqualTo((written.Agents, written.Routes)));
        Assert.That(Figures(read), Is.EqualTo(Figures(written)));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(_path)!), Is.EqualTo(new[] { _path }), "no draft is left");
    }

    [Test]
    public void Read_RecorderThatGoesOn_RecordsAsTheOneThatWasWritten()
    {
        var whole = Recordings.Small();
        var read = RecordingFile.Decode(RecordingFile.Encode(whole));
        var more = Recordings.Requests(new Random(4), 20, 1, 5);

        var (expected, actual) = (Recordings.Of(more, whole.Recorded, ["a"]), Recordings.Of(more, read.Recorded, ["a"]));

        Assert.That(Figures(actual), Is.EqualTo(Figures(expected)));
    }

    [Test]
    public void Read_CutAtEveryLength_IsRefused()
    {
        var bytes = RecordingFile.Encode(Recordings.Small());
        for (var length = 0; length < bytes.Length; length++)
        {
            AssertRefused(bytes[..length], $"cut to {length} of {bytes.Length} bytes");
        }

        AssertRefused([.. bytes, 0], "a byte added");
    }

    [Test]
    public void Read_AnyBitFlipped_IsRefused()
    {
        var bytes = RecordingFile.Encode(Recordings.Small());
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(() => RecordingFile.Decode(bytes), Throws.TypeOf<WireFormatException>(), $"bit {bit % 8} of byte {bit / 8} of {bytes.Length}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        bytes[^1] ^= 1;
        AssertRefused(bytes, "the last byte");
    }

    [Test]
    public void Read_MinorVersionWithAnotherField_PassesOverIt()
    {
        var writer = new WireWriter();
        writer.Field(77, field => field.Text("from a later version"));
        RecordingWire.Write(writer, Recordings.Small());
        writer.Field(78, field => field.Number(1));

        File.WriteAllBytes(_path, RecordingFile.Seal(RecordingFile.Major, RecordingFile.Minor + 1, writer.Written));

        Assert.That(RecordingFile.Encode(RecordingFile.Read(_path)), Is.EqualTo(RecordingFile.Encode(Recordings.Small())));
    }

    [Test]
    public void Read_OtherMajorVersion_SaysWhichAndWhatToDo([Values(0, 2)] byte major)
    {
        var writer = new WireWriter();
        RecordingWire.Write(writer, Recordings.Small());
        File.WriteAllBytes(_path, RecordingFile.Seal(major, 0, writer.Written));

        Assert.That(
            () => RecordingFile.Read(_path),
            Throws.TypeOf<RecordingFileException>().With.Message.Contains(_path)
                .And.Message.Contains($"version {major}.0").And.Message.Contains("use one version"));
    }

    [Test]
    public void Read_FileAboveTheLimit_IsRefusedBeforeItIsRead()
    {
        using (var file = File.Create(_path))
        {
            file.SetLength(RecordingFile.MostBytes + 1L);
        }

        Assert.That(() => RecordingFile.Read(_path), Throws.TypeOf<RecordingFileException>().With.Message.Contains("67108865 bytes"));
    }

    [Test]
    public void Read_NoFile_SaysWhich()
        => Assert.That(() => RecordingFile.Read(_path), Throws.TypeOf<RecordingFileException>().With.Message.Contains(_path));

    [Test]
    public void Write_NoFolder_SaysWhichFile()
    {
        var path = Path.Combine(_path, "x");
        Assert.That(() => RecordingFile.Write(path, Recordings.Small()), Throws.TypeOf<RecordingFileException>().With.Message.Contains(path));
    }

    [Test]
    public void Write_ContradictingRecording_IsRefusedAndLeavesNoFile()
    {
        var small = Recordings.Small();
        foreach (var (wrong, problem) in new[]
        {
            (small with { Totals = small.Totals with { Pending = 0 } }, "accounts do not add up"),
            (small with { Totals = small.Totals with { Dropped = 3, Pending = 0 } }, "was dropped than its routes have"),
            (small with { Recorded = new Recorder(1, 2, 10), Totals = small.Totals with { Dropped = 0, Scheduled = 6 } }, "0 were recorded"),
            (small with { Routes = ["a", "b"] }, "names 2 routes"),
            (small with { Agents = ["b", "a"] }, "out of order"),
            (small with { Window = small.Window with { End = DateTimeOffset.UnixEpoch } }, "ends before it starts"),
            (small with { Variant = "\ud800" }, "Unicode"),
        })
        {
            Assert.That(() => RecordingFile.Write(_path, wrong), Throws.TypeOf<RecordingFileException>().With.Message.Contains(problem));
            Assert.That(File.Exists(_path), Is.False);
        }
    }

    private static string Figures(LoadRecording recording) => MetricsJson.Write(Runs.Document(Runs.Of(recording.Recorded, recording.Routes)));

    private void AssertRefused(byte[] bytes, string how)
    {
        File.WriteAllBytes(_path, bytes);
        Assert.That(() => RecordingFile.Read(_path), Throws.TypeOf<RecordingFileException>().With.Message.StartsWith(_path), how);
    }
}

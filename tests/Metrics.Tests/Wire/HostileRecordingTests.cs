using Gauntlet.Metrics.Wire;

namespace Gauntlet.Metrics.Tests.Wire;

/// <summary>Files whose checksum is right and whose contents are not.</summary>
[CancelAfter(120_000)]
internal sealed class HostileRecordingTests
{
    [Test]
    public void Decode_RandomlyAlteredAndSealedAgain_IsRefusedOrAWholeRecording([Values(1, 2, 3, 4)] int seed)
    {
        var body = Body(Recordings.Small());
        var random = new Random(seed);
        var refused = 0;
        for (var round = 0; round < 1_000; round++)
        {
            var altered = Altered(body, random);
            refused += IsRefused(altered) ? 1 : 0;
        }

        TestContext.Out.WriteLine($"seed {seed}: {refused} of 1,000 refused");
        Assert.That(refused, Is.GreaterThan(500));
    }

    [Test]
    public void Decode_NumbersOfEverySize_AreRefusedOrRead([Range(0, 62, 2)] int bit)
    {
        var number = new WireWriter();
        number.Number(1L << bit);
        var body = Body(Recordings.Small());
        for (var at = 0; at < body.Length; at++)
        {
            byte[] altered = [.. body[..at], .. number.Written, .. body[(at + 1)..]];
            Assert.That(() => IsRefused(altered), Throws.Nothing, $"at {at} of {body.Length}");
        }
    }

    [Test]
    public void Decode_FieldMissingOrTwice_IsRefused()
    {
        var twice = new WireWriter();
        RecordingWire.Write(twice, Recordings.Small());
        RecordingWire.Write(twice, Recordings.Small());

        Assert.That(() => RecordingWire.Read(twice.Written), Throws.TypeOf<WireFormatException>().With.Message.Contains("there twice"));
        Assert.That(() => RecordingWire.Read([]), Throws.TypeOf<WireFormatException>().With.Message.Contains("field 1 is missing"));
    }

    /// <summary>True when it is refused; what is not must be a recording that could be written.</summary>
    private static bool IsRefused(byte[] body)
    {
        LoadRecording read;
        try
        {
            read = RecordingFile.Decode(RecordingFile.Seal(RecordingFile.Major, RecordingFile.Minor, body));
        }
        catch (WireFormatException)
        {
            return true;
        }

        RecordingFile.Encode(read);
        return false;
    }

    private static byte[] Body(LoadRecording recording)
    {
        var writer = new WireWriter();
        RecordingWire.Write(writer, recording);
        return writer.Written.ToArray();
    }

    private static byte[] Altered(byte[] body, Random random)
    {
        var altered = body.ToList();
        for (var change = random.Next(3); change >= 0; change--)
        {
            var at = random.Next(altered.Count);
            switch (random.Next(4))
            {
                case 0: altered[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: altered[at] = (byte)random.Next(256); break;
                case 2: altered.RemoveAt(at); break;
                default: altered.Insert(at, (byte)random.Next(256)); break;
            }
        }

        return [.. altered];
    }
}

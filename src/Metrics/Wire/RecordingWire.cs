using Gauntlet.Metrics.Model;

namespace Gauntlet.Metrics.Wire;

/// <summary>
/// A recording as fields, each with its number and length. A field that is not known is passed over: a minor version adds fields, and whatever an
/// old reader must not miss is a new major version.
/// </summary>
internal static class RecordingWire
{
    private const int Tags = 1;
    private const int Window = 2;
    private const int Accounts = 3;
    private const int Recorded = 4;
    private const int MostNames = 1_000;

    public static void Write(WireWriter writer, LoadRecording recording)
    {
        writer.Field(Tags, tags =>
        {
            tags.Text(recording.Variant);
            tags.Text(recording.Phase);
            tags.Texts(recording.Agents);
            tags.Texts(recording.Routes);
        });
        writer.Field(Window, window =>
        {
            window.Number(recording.Window.Start.UtcTicks);
            window.Number(recording.Window.LatestStart.UtcTicks);
            window.Number(recording.Window.End.UtcTicks);
        });
        writer.Field(Accounts, accounts =>
        {
            var totals = recording.Totals;
            foreach (var count in (ReadOnlySpan<long>)
                [totals.Scheduled, totals.Completed, totals.Failed, totals.Dropped, totals.Pending, totals.IdleRetries, recording.WarmUpRequests])
            {
                accounts.Number(count);
            }

            accounts.Number(recording.Interrupted ? 1 : 0);
        });
        writer.Field(Recorded, recorded => RecorderWire.Write(recorded, recording.Recorded));
    }

    public static LoadRecording Read(ReadOnlySpan<byte> body)
    {
        var fields = new Dictionary<long, Range>();
        var reader = new WireReader(body);
        while (!reader.IsAtEnd)
        {
            var field = reader.Number("a field's number", 1, int.MaxValue);
            var length = reader.Bytes().Length;
            var end = body.Length - reader.Left;
            if (!fields.TryAdd(field, (end - length)..end))
            {
                throw new WireFormatException($"field {field} is there twice");
            }
        }

        var recording = Assemble(Of(Tags, body, fields), Of(Window, body, fields), Of(Accounts, body, fields), Of(Recorded, body, fields));
        RecordingRules.Check(recording);
        return recording;
    }

    private static WireReader Of(int field, ReadOnlySpan<byte> body, Dictionary<long, Range> fields)
        => fields.TryGetValue(field, out var range) ? new WireReader(body[range]) : throw new WireFormatException($"field {field} is missing");

    private static LoadRecording Assemble(WireReader tags, WireReader window, WireReader accounts, WireReader recorded)
    {
        var (variant, phase, agents, routes) = (tags.Text(), tags.Text(), tags.Texts("agents", MostNames), tags.Texts("routes", MostNames));
        var recording = new LoadRecording
        {
            Variant = variant,
            Phase = phase,
            Agents = agents,
            Routes = routes,
            Window = new RecordingWindow(Instant(ref window), Instant(ref window), Instant(ref window)),
            Totals = new LoadTotals(
                Count(ref accounts), Count(ref accounts), Count(ref accounts), Count(ref accounts), Count(ref accounts), Count(ref accounts)),
            WarmUpRequests = Count(ref accounts),
            Interrupted = accounts.Number("the mark of an interruption", 0, 1) == 1,
            Recorded = RecorderWire.Read(ref recorded, routes.Length),
        };
        tags.End("the field of tags");
        window.End("the field of the window");
        accounts.End("the field of accounts");
        recorded.End("the field of what was recorded");
        return recording;
    }

    private static DateTimeOffset Instant(ref WireReader reader) => new(reader.Number("a time", 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private static long Count(ref WireReader reader) => reader.Number("a count of requests", 0, LoadRecording.MostRequests);
}

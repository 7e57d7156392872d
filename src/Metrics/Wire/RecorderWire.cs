using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Wire;

/// <summary>All that a recorder holds and figures are computed from. Equal contents are equal bytes, whatever the order of recording or merging.</summary>
internal static class RecorderWire
{
    private const int MostSeconds = 172_800;
    private const int MostRawSamples = 4_000_000;

    public static void Write(WireWriter writer, Recorder recorder)
    {
        writer.Number(recorder.Planned);
        writer.Number(recorder.Seconds);
        writer.Number(recorder.RawCapacity);
        writer.Number(recorder.Requests);
        LatencyWire.Write(writer, recorder.Lag);
        foreach (var route in recorder.Routes)
        {
            LatencyWire.Write(writer, route.Response);
            LatencyWire.Write(writer, route.Service);
            writer.Counts<long>(route.Outcomes);
            writer.Counts<long>(route.Drops);
        }

        writer.Counts<long>(recorder.SecondOutcomes);
        writer.Counts<int>(recorder.ResponseGrid.Counts);
        writer.Counts<int>(recorder.ServiceGrid.Counts);
        WriteRaw(writer, recorder.RawIsComplete ? recorder.Raw.ToArray() : []);
    }

    public static Recorder Read(ref WireReader reader, int routes)
    {
        var planned = (int)reader.Number("the planned length", 1, MostSeconds);
        var seconds = (int)reader.Number("the recorded length", planned, MostSeconds);
        var rawCapacity = (int)reader.Number("the number of samples kept", 0, MostRawSamples);
        var requests = reader.Number("the number of requests", 0, LoadRecording.MostRequests);
        var recorder = new Recorder(routes, planned, rawCapacity);
        if (!recorder.TryGrowTo(seconds))
        {
            throw new WireFormatException($"a plan of {planned} seconds is never recorded in {seconds}");
        }

        LatencyWire.Read(ref reader, recorder.Lag);
        foreach (var route in recorder.Routes)
        {
            LatencyWire.Read(ref reader, route.Response);
            LatencyWire.Read(ref reader, route.Service);
            WireReader.Counts(reader.Bytes(), route.Outcomes.AsSpan());
            WireReader.Counts(reader.Bytes(), route.Drops.AsSpan());
        }

        WireReader.Counts(reader.Bytes(), recorder.SecondOutcomes);
        WireReader.Counts(reader.Bytes(), recorder.ResponseGrid.Counts);
        WireReader.Counts(reader.Bytes(), recorder.ServiceGrid.Counts);
        var samples = requests + recorder.Routes.Sum(route => route.Unsent);
        recorder.Restore(requests, ReadRaw(ref reader, routes, samples <= rawCapacity ? (int)samples : 0));
        return recorder;
    }

    private static void WriteRaw(WireWriter writer, RawSample[] samples)
    {
        Array.Sort(samples, (a, b) => (a.Route, a.Response, a.Service).CompareTo((b.Route, b.Response, b.Service)));
        writer.Number(samples.Length);
        var previous = default(RawSample);
        foreach (var sample in samples)
        {
            writer.Number(sample.Route - previous.Route);
            writer.Number(sample.Response - previous.Response);
            writer.Number(sample.Service - sample.Response);
            previous = sample;
        }
    }

    private static RawSample[] ReadRaw(ref WireReader reader, int routes, int count)
    {
        var samples = new RawSample[reader.Number("the number of samples", count, count)];
        var (route, response) = (0L, 0L);
        for (var i = 0; i < samples.Length; i++)
        {
            route += reader.Number("a step in routes", -route, routes - 1 - route);
            response += reader.Number("a step in response time", -response, Recorder.HighestMicroseconds - response);
            var service = response + reader.Number("a step to service time", RawSample.NoService - response, Recorder.HighestMicroseconds - response);
            samples[i] = new RawSample((int)route, (int)response, (int)service);
        }

        return samples;
    }
}

using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Model;

/// <summary>Raw samples dealt out to their routes in one pass.</summary>
internal sealed class RawByRoute
{
    public RawByRoute(Recorder recorder)
    {
        Response = [.. recorder.Routes.Select(r => new int[r.Response.Count])];
        Service = [.. recorder.Routes.Select(r => new int[r.Service.Count])];
        var (due, sent) = (new int[Response.Length], new int[Response.Length]);
        foreach (var sample in recorder.Raw)
        {
            Response[sample.Route][due[sample.Route]++] = sample.Response;
            if (sample.Service != RawSample.NoService)
            {
                Service[sample.Route][sent[sample.Route]++] = sample.Service;
            }
        }
    }

    public int[][] Response { get; }

    public int[][] Service { get; }

    public int[] AllResponse() => [.. Response.SelectMany(r => r)];

    public int[] AllService() => [.. Service.SelectMany(r => r)];
}

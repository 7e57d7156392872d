using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Model;

/// <summary>Raw samples dealt out to their routes in one pass.</summary>
internal sealed class RawByRoute
{
    public RawByRoute(Recorder recorder)
    {
        Response = [.. recorder.Routes.Select(r => new int[r.Response.Count])];
        Service = [.. recorder.Routes.Select(r => new int[r.Service.Count])];
        var next = new int[Response.Length];
        foreach (var sample in recorder.Raw)
        {
            var index = next[sample.Route]++;
            Response[sample.Route][index] = sample.Response;
            Service[sample.Route][index] = sample.Service;
        }
    }

    public int[][] Response { get; }

    public int[][] Service { get; }

    public int[] AllResponse() => [.. Response.SelectMany(r => r)];

    public int[] AllService() => [.. Service.SelectMany(r => r)];
}

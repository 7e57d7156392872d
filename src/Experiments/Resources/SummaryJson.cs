using System.Text.Json;

namespace Gauntlet.Experiments.Resources;

/// <summary>
/// Reads /stats/summary of a kubelet. Its usageNanoCores is left alone, which is of whoever asked last; what is used follows from the counters and their own
/// times (kubelet, pkg/apis/stats/v1alpha1).
/// </summary>
internal static class SummaryJson
{
    private const int MostPods = 1_000;

    /// <summary>One sample of the node, and one of each pod.</summary>
    public static IEnumerable<UsageSample> Read(string node, JsonElement summary, DateTimeOffset readAt)
    {
        if (Part(summary, "node") is { } whole && TimeOf(Part(whole, "cpu")) is { } at)
        {
            yield return With(new UsageSample(node, null, null, at, readAt), whole);
        }

        if (Part(summary, "pods") is not { ValueKind: JsonValueKind.Array } pods)
        {
            yield break;
        }

        foreach (var pod in pods.EnumerateArray().Take(MostPods))
        {
            if (Part(Part(pod, "podRef"), "uid") is { ValueKind: JsonValueKind.String } uid && TimeOf(Part(pod, "cpu")) is { } time)
            {
                yield return With(new UsageSample(node, uid.GetString(), null, time, readAt), pod);
            }
        }
    }

    private static UsageSample With(UsageSample sample, JsonElement of) => sample with
    {
        Cpu = Number(Part(of, "cpu"), "usageCoreNanoSeconds"),
        WorkingSet = Number(Part(of, "memory"), "workingSetBytes"),
        Received = Number(Part(of, "network"), "rxBytes"),
        Sent = Number(Part(of, "network"), "txBytes"),
        CpuPressure = Part(of, "cpu") is { } cpu && Part(cpu, "psi") is { } pressure ? Number(Part(pressure, "some"), "total") / 1000 : null,
    };

    private static JsonElement? Part(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var part) ? part : null;

    private static DateTimeOffset? TimeOf(JsonElement? of) =>
        Part(of, "time") is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var time) ? time : null;

    private static long? Number(JsonElement? of, string name) =>
        Part(of, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) && value is >= 0 and < 1L << 60 ? value : null;
}

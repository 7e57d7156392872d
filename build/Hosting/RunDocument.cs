using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Stages.LoadTest;

namespace Gauntlet.Build.Hosting;

/// <summary>What <c>--output=json</c> prints: one document of how a process ended, whether it ran one stage or all. docs/pipeline.md describes it.</summary>
internal static class RunDocument
{
    private const int SchemaVersion = 1;

    // Whoever puts it into a page has to escape it there; here it stays readable.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document as text, without secrets.</summary>
    /// <param name="context">Of the run.</param>
    /// <param name="outcome">What the process exits with.</param>
    /// <param name="verdict">Of the run so far.</param>
    /// <param name="mask">Knows the secrets.</param>
    public static string Write(BuildContext context, StageOutcome outcome, RunVerdict verdict, SecretMask mask)
    {
        var (state, run) = (context.State, context.State.Run);
        return mask.Apply(new JsonObject
        {
            ["schemaVersion"] = SchemaVersion,
            ["target"] = string.Join(' ', context.Options.Targets),
            ["outcome"] = outcome.Word(),
            ["exitCode"] = outcome.ExitCode(),
            ["run"] = new JsonObject
            {
                ["id"] = run.Id,
                ["started"] = run.Started,
                ["commit"] = run.Commit,
                ["ref"] = run.Ref,
                ["command"] = run.Command,
            },
            ["verdict"] = new JsonObject { ["outcome"] = verdict.Outcome.Word(), ["reasons"] = Texts(verdict.Reasons), ["skipped"] = Texts(verdict.Skipped) },
            ["cluster"] = state.Result<ClusterResult>() is { } cluster
                ? new JsonObject { ["kind"] = cluster.Kind, ["name"] = cluster.Name, ["kubernetes"] = cluster.ServerVersion, ["ingress"] = cluster.Ingress }
                : null,
            ["stages"] = new JsonArray([.. state.Slots.Select(entry => Stage(entry.Stage, entry.Slot))]),
            ["load"] = state.Result<LoadResult>() is { } load ? Load(load) : null,
            ["files"] = Files(context.Paths),
        }.ToJsonString(Readable));
    }

    private static JsonObject Stage(string name, IStageSlot? slot) => new()
    {
        ["name"] = name,
        ["outcome"] = slot?.Outcome.Word(),
        ["seconds"] = slot?.Duration?.TotalSeconds,
        ["summary"] = slot?.Summary,
        ["reason"] = slot is { Outcome: StageOutcome.Pass } ? null : slot?.Problem?.Reason,
        ["remedy"] = slot?.Problem?.Remedy,
    };

    private static JsonObject Load(LoadResult load) => new()
    {
        ["requests"] = load.Requests,
        ["requestsPerSecond"] = load.RequestsPerSecond,
        ["successRate"] = load.SuccessRate,
        ["p50Ms"] = load.P50,
        ["p95Ms"] = load.P95,
        ["p99Ms"] = load.P99,
        ["seed"] = load.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>Whole paths of what is there.</summary>
    private static JsonObject Files(BuildPaths paths)
    {
        (string Name, string Path)[] all =
        [
            ("state", paths.StateFile), ("reportHtml", paths.ReportHtml), ("reportMarkdown", paths.ReportMarkdown), ("metrics", paths.MetricsFile),
            ("prometheus", paths.Prometheus), ("junit", paths.JUnit), ("failures", paths.FailuresFile), ("sarif", paths.Sarif),
            ("testResults", paths.TestResults), ("diagnostics", paths.Diagnostics),
        ];
        return new JsonObject(all.Where(file => Path.Exists(file.Path)).Select(file => KeyValuePair.Create(file.Name, (JsonNode?)file.Path)));
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);
}

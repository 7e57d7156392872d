using System.Text.Json.Nodes;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Stages.ScanSecurity;

/// <summary>Runs of ScanSecurity alone.</summary>
internal static class ScanBench
{
    /// <summary>A copy whose run was validated, with the trivy of its tools folder.</summary>
    public static ProjectCopy Validated()
    {
        var copy = ProjectCopy.Create();
        var tool = new JsonObject { ["name"] = "trivy", ["path"] = Path.Combine(copy.Tools, "trivy"), ["version"] = TrivyStandIn.Version, ["source"] = "path" };
        var result = new JsonObject
        {
            ["clusterKind"] = "embedded",
            ["tools"] = new JsonArray(tool),
            ["objects"] = 0,
            ["routes"] = new JsonArray(),
            ["warnings"] = new JsonArray(),
        };
        File.WriteAllText(copy.Artifact("state.json"), new JsonObject
        {
            ["schemaVersion"] = 1,
            ["run"] = new JsonObject
            {
                ["id"] = "20261122T120000Z-abcdef",
                ["started"] = "2026-11-22T12:00:00Z",
                ["command"] = "./build.sh",
                ["machine"] = "a machine",
                ["standIns"] = new JsonArray(),
            },
            ["validate"] = new JsonObject { ["outcome"] = "pass", ["started"] = "2026-11-22T12:00:00Z", ["result"] = result },
        }.ToJsonString());
        return copy;
    }

    public static Task<PipelineResult> ScanAsync(ProjectCopy copy, params string[] options) => copy.RunInProcessAsync(["--target=ScanSecurity", .. options]);

    public static JsonNode Slot(PipelineResult run) => run.State["scanSecurity"]!;

    /// <summary>The results of trivy.sarif.</summary>
    public static JsonArray Sarif(ProjectCopy copy) => JsonNode.Parse(File.ReadAllText(copy.Artifact("trivy.sarif")))!["runs"]![0]!["results"]!.AsArray();
}

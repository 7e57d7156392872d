using System.Text.Json.Serialization;
using Gauntlet.Build.Lifetime;

namespace Gauntlet.Build.State;

/// <summary>All that stages share: the run, and one slot per stage, written by that stage alone. Kept in artifacts/state.json.</summary>
public sealed record PipelineState
{
    /// <summary>The version that this build writes and reads.</summary>
    public const int CurrentSchema = 1;

    public int SchemaVersion { get; init; } = CurrentSchema;

    public required RunRecord Run { get; init; }

    public StageSlot<ValidationResult>? Validate { get; init; }

    public StageSlot<TestResult>? Test { get; init; }

    public StageSlot<ClusterResult>? CreateCluster { get; init; }

    public StageSlot<DeployResult>? Deploy { get; init; }

    public StageSlot<HealthResult>? CheckHealth { get; init; }

    public StageSlot<LoadResult>? LoadTest { get; init; }

    public StageSlot<ScanResult>? ScanSecurity { get; init; }

    public StageSlot<DiagnosticsResult>? CollectDiagnostics { get; init; }

    public StageSlot<CommentResult>? PostComment { get; init; }

    public StageSlot<TeardownResult>? DeleteCluster { get; init; }

    /// <summary>Every slot under its stage's name, in the order of Full.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Stage, IStageSlot? Slot)> Slots =>
    [
        (StageNames.Validate, Validate),
        (StageNames.Test, Test),
        (StageNames.CreateCluster, CreateCluster),
        (StageNames.Deploy, Deploy),
        (StageNames.CheckHealth, CheckHealth),
        (StageNames.LoadTest, LoadTest),
        (StageNames.ScanSecurity, ScanSecurity),
        (StageNames.CollectDiagnostics, CollectDiagnostics),
        (StageNames.PostComment, PostComment),
        (StageNames.DeleteCluster, DeleteCluster),
    ];
}

/// <summary>One run, from Validate to Verdict, whatever number of processes it takes.</summary>
public sealed record RunRecord
{
    /// <summary>Sortable and unique: UTC time and six random hexadecimal digits.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Commit of the checkout; null outside a Git checkout.</summary>
    public string? Commit { get; init; }

    /// <summary>The branch, of a pull request its own; null where it is not known.</summary>
    public string? Ref { get; init; }

    /// <summary>The command that repeats the run.</summary>
    public required string Command { get; init; }

    /// <summary>Operating system, architecture and processors.</summary>
    public required string Machine { get; init; }

    /// <summary>Packages that compat/ stands in for in this build.</summary>
    public required IReadOnlyList<string> StandIns { get; init; }
}

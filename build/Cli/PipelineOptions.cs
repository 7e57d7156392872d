using System.Net;
using Gauntlet.Build.Pipeline;
using Gauntlet.LoadGenerator;

namespace Gauntlet.Build.Cli;

/// <summary>The options of this process, checked and typed. Groups mirror the help's headings.</summary>
public sealed record PipelineOptions
{
    public required ClusterOptions Cluster { get; init; }

    public required DeadlineOptions Deadlines { get; init; }

    public required LoadTestOptions Load { get; init; }

    /// <summary>Stages left out on purpose.</summary>
    public required IReadOnlyList<string> Skip { get; init; }

    /// <summary>Stages whose skip makes the verdict inconclusive.</summary>
    public required IReadOnlyList<string> Require { get; init; }

    /// <summary>Threshold expressions of the command line; empty when there are none.</summary>
    public required IReadOnlyList<string> Thresholds { get; init; }

    public string? ThresholdsFile { get; init; }

    /// <summary>Severities of Trivy that fail the run.</summary>
    public required IReadOnlyList<string> Severities { get; init; }

    /// <summary>True when the comment is printed and not posted.</summary>
    public bool PrintComment { get; init; }

    /// <summary>The folder that PostComment and Verdict read in place of artifacts/.</summary>
    public string? From { get; init; }

    /// <summary>The file of earlier runs' figures that LoadTest compares with and adds to.</summary>
    public string? History { get; init; }

    /// <summary>True when every log line is a JSON object.</summary>
    public bool JsonLog { get; init; }

    /// <summary>Every option whose value is not its default, as it would be written; without secrets, as no option takes one.</summary>
    public required IReadOnlyList<string> Given { get; init; }

    /// <summary>Types the checked values.</summary>
    /// <exception cref="UsageException">Options that exclude each other, need another, or do not go with the target.</exception>
    public static PipelineOptions Bind(CommandLine line, bool inContinuousIntegration)
    {
        ArgumentNullException.ThrowIfNull(line);
        var options = new OptionBinder(line.Values, inContinuousIntegration).Bind();
        // Another stage would run tools by the paths that a foreign folder names.
        string[] readers = [.. StageCatalog.Host.Stages.Where(stage => stage.Attribute.ReadsForeignArtifacts).Select(stage => stage.Name), RunTargets.Verdict];
        return options.From is not null && line.Targets.Except(readers).FirstOrDefault() is { } other
            ? throw new UsageException($"--from goes with {string.Join(" and ", readers.Select(reader => $"--target={reader}"))} only, not with {other}.")
            : options;
    }
}

/// <summary>Which cluster, and how it is reached.</summary>
public sealed record ClusterOptions
{
    /// <summary>auto, kind, embedded or existing.</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required int HttpPort { get; init; }

    public required int HttpsPort { get; init; }

    /// <summary>Node image of kind; null is the pinned one.</summary>
    public string? NodeImage { get; init; }

    public required IReadOnlyList<string> LoadImages { get; init; }

    public string? Kubeconfig { get; init; }

    public string? Context { get; init; }

    public IPEndPoint? IngressAddress { get; init; }

    public IPEndPoint? IngressHttpsAddress { get; init; }

    public bool Keep { get; init; }

    public required IReadOnlyList<string> Faults { get; init; }
}

/// <summary>How long things may take.</summary>
public sealed record DeadlineOptions(TimeSpan Run, TimeSpan Stage, TimeSpan Cluster, TimeSpan Health, TimeSpan Diagnostics, TimeSpan Download);

/// <summary>The load to send; what it means is said by the load generator.</summary>
public sealed record LoadTestOptions
{
    /// <summary>Requests of the closed model; null is the open model.</summary>
    public int? Requests { get; init; }

    /// <summary>Requests per second.</summary>
    public required double Rate { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>constant or poisson.</summary>
    public required string Arrivals { get; init; }

    /// <summary>A ramp in place of rate and duration; empty where there is none.</summary>
    public required IReadOnlyList<LoadStage> Stages { get; init; }

    public required int Connections { get; init; }

    public required WarmUp WarmUp { get; init; }

    /// <summary>Weights by route name; 1 for a route that is not in it.</summary>
    public required IReadOnlyDictionary<string, double> Weights { get; init; }

    /// <summary>Null is a random seed, which is printed.</summary>
    public ulong? Seed { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required string Engine { get; init; }

    /// <summary>0 is one per core.</summary>
    public required int Threads { get; init; }

    public required ReusePolicy Reuse { get; init; }
}

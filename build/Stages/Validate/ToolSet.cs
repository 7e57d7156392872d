using Gauntlet.LoadGenerator;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Terminal;
using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>Finds the tools that a run on a kind of cluster needs; downloads what is missing.</summary>
public sealed class ToolSet(IToolProbe probe, StageLog stages, HostEnvironment environment, TimeProvider time) : IDisposable
{
    private const string NoScanner = "ScanSecurity will be skipped: ";

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>True when the tool is on PATH or cached.</summary>
    public bool IsHere(BuildContext context, ToolPin pin)
    {
        try
        {
            return Resolver(context).Find(pin) is not null;
        }
        catch (ToolException)
        {
            return false;
        }
    }

    /// <summary>
    /// Resolves all tools. What the cluster or the load cannot do without is a finding when it is unavailable; the scanner is a warning, its stage says more.
    /// </summary>
    /// <param name="context">Of the run.</param>
    /// <param name="cluster">That it works on.</param>
    /// <param name="sources">What renders its manifests.</param>
    /// <param name="findings">Get what is unavailable.</param>
    /// <param name="cancellation">Ends downloads.</param>
    public async Task<IReadOnlyList<ToolRecord>> ResolveAsync(
        BuildContext context, ICluster cluster, IReadOnlyList<ToolPin> sources, Findings findings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(findings);
        var resolved = new List<ToolRecord>();
        // One resolver for all tools: its deadline is for all downloads together.
        var resolver = Resolver(context);
        foreach (var (pin, isRequired) in Needed(cluster, sources))
        {
            try
            {
                var tool = isRequired ? await resolver.ResolveAsync(pin, allowDownload: true, cancellation).ConfigureAwait(false) : resolver.Find(pin);
                if (tool is not null)
                {
                    resolved.Add(Record(tool, findings));
                }
            }
            catch (ToolException e)
            {
                findings.Infrastructure([$"{e.Message} {e.Remedy}"]);
            }
        }

        AddEngine(context, resolved, findings);
        if (!RunOptions.Skips(context.Options, "ScanSecurity"))
        {
            await AddScannerAsync(resolver, resolved, findings, cancellation).ConfigureAwait(false);
        }

        return resolved;
    }

    /// <summary>Why Validate found no scanner; null where it was not asked for one.</summary>
    public static string? WhyNoScanner(PipelineState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Result<ValidationResult>()?.Warnings.FirstOrDefault(warning => warning.StartsWith(NoScanner, StringComparison.Ordinal))?[
            NoScanner.Length..];
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What is of use to the cluster is needed where it renders manifests as well.</summary>
    private static IEnumerable<ClusterTool> Needed(ICluster cluster, IReadOnlyList<ToolPin> sources) =>
        cluster.Tools.Select(tool => tool with { IsRequired = tool.IsRequired || sources.Contains(tool.Pin) })
            .Concat(sources.Where(pin => cluster.Tools.All(tool => tool.Pin != pin)).Select(pin => new ClusterTool(pin)));

    /// <summary>The load generators of others are not pinned: whoever names one has it.</summary>
    private void AddEngine(BuildContext context, List<ToolRecord> resolved, Findings findings)
    {
        if (RunOptions.Skips(context.Options, "LoadTest") || LoadEngines.Find(context.Options.Of(LoadTestOptions.Engine)) is not { Tool: { } tool } engine)
        {
            return;
        }

        if (SearchPath.Find(tool.Command, environment["PATH"]) is not { } path)
        {
            findings.Infrastructure(
                [$"{tool.Command} is not on PATH, but --engine={engine.Name} needs it. Install it, or choose --engine={LoadEngines.Auto}."]);
            return;
        }

        var version = ToolVersion.Find(probe.Ask(path, tool.VersionArguments)) ?? ToolVersion.Unknown;
        resolved.Add(Record(new ResolvedTool(tool.Command, path, version, ToolSource.Path, null) { Sha256 = ToolFile.Hash(path) }, findings));
    }

    private static async Task AddScannerAsync(ToolResolver resolver, List<ToolRecord> resolved, Findings findings, CancellationToken cancellation)
    {
        try
        {
            resolved.Add(Record(await resolver.ResolveAsync(ToolPins.Trivy, allowDownload: true, cancellation).ConfigureAwait(false), findings));
        }
        catch (ToolException e)
        {
            findings.Warn(NoScanner + e.Message);
        }
    }

    private static ToolRecord Record(ResolvedTool tool, Findings findings)
    {
        if (tool.Warning is { } warning)
        {
            findings.Note(warning);
        }

        return new ToolRecord(tool.Name, tool.Path, tool.Version, tool.Source.ToString().ToLowerInvariant()) { Sha256 = tool.Sha256 };
    }

    private ToolResolver Resolver(BuildContext context) => new(
        _http,
        time,
        probe,
        new ToolResolverOptions(context.Paths.Tools)
        {
            SearchPath = environment["PATH"],
            DownloadTimeout = context.Options.Of(ValidateOptions.DownloadTimeout),
            Progress = new SynchronousProgress(stages.Progress),
        });
}

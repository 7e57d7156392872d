namespace Gauntlet.Build;

/// <summary>Where everything is. The one home of every path.</summary>
/// <param name="Root">The folder that holds cake.config.</param>
public sealed record BuildPaths(string Root)
{
    /// <summary>The file that tells the root of a project.</summary>
    public const string Marker = "cake.config";

    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>The folder that state.json and metrics.json are read from: artifacts/, or the folder of <c>--from</c>.</summary>
    public string Inputs { get; init; } = Path.Combine(Root, "artifacts");

    public string StateFile => Path.Combine(Artifacts, "state.json");

    /// <summary>Held by the one process that writes to artifacts/.</summary>
    public string Lock => Path.Combine(Artifacts, "run.lock");

    public string StateInput => Path.Combine(Inputs, Path.GetFileName(StateFile));

    public string MetricsInput => Path.Combine(Inputs, Path.GetFileName(MetricsFile));

    public string MetricsFile => Path.Combine(Artifacts, "metrics.json");

    public string FailuresFile => Path.Combine(Artifacts, "failures.ndjson");

    public string ReportMarkdown => Path.Combine(Artifacts, "report.md");

    public string ReportHtml => Path.Combine(Artifacts, "report.html");

    public string JUnit => Path.Combine(Artifacts, "checks.xml");

    public string Prometheus => Path.Combine(Artifacts, "metrics.prom");

    public string Kubeconfig => Path.Combine(Artifacts, "kubeconfig");

    public string KindConfig => Path.Combine(Artifacts, "kind-cluster.yaml");

    public string RenderedManifests => Path.Combine(Artifacts, "manifests");

    public string Embedded => Path.Combine(Artifacts, "embedded-cluster");

    public string TestResults => Path.Combine(Artifacts, "test-results");

    public string Sarif => Path.Combine(Artifacts, "trivy.sarif");

    public string Diagnostics => Path.Combine(Artifacts, "diagnostics");

    /// <summary>Files in which the stages of one run tell of it. state.json, and what a cluster needs, are not among them.</summary>
    public IReadOnlyList<string> ResultFiles => [MetricsFile, FailuresFile, ReportMarkdown, ReportHtml, JUnit, Prometheus, Sarif];

    /// <summary>The folders of the same kind.</summary>
    public IReadOnlyList<string> ResultFolders => [TestResults, Diagnostics];

    public string Manifests => Path.Combine(Root, "manifests");

    public string KindTemplate => Path.Combine(Root, "kind", "cluster.yaml");

    public string Solution => Path.Combine(Root, "Gauntlet.slnx");

    public string TrivyIgnore => Path.Combine(Root, ".trivyignore.yaml");

    /// <summary>The folder for what outlives a run: tools, Trivy's database, locks.</summary>
    public static string UserCache =>
        Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache)
                ? cache
                : OperatingSystem.IsWindows()
                    ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                    : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "gauntlet");

    /// <summary>The folder that names the child processes under way.</summary>
    public static string Children => Path.Combine(UserCache, "children");

    /// <summary>Finds the root from the built host upwards, so that the pipeline works from any folder.</summary>
    /// <exception cref="DirectoryNotFoundException">No folder above the host holds cake.config.</exception>
    public static BuildPaths Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
            {
                return new BuildPaths(folder.FullName);
            }
        }

        throw new DirectoryNotFoundException($"No folder above {from} holds {Marker}; start the pipeline from its own checkout.");
    }
}

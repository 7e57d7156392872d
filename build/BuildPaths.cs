using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Gauntlet.Build;

/// <summary>Where everything is. The one home of every path.</summary>
/// <param name="Root">The folder that holds cake.config.</param>
public sealed partial record BuildPaths(string Root)
{
    /// <summary>The file that tells the root of a project.</summary>
    public const string Marker = "cake.config";

    private static readonly string[] SourceFolders = ["build", "src", "tests", "compat", "docs", "benchmarks", "completions", ".git", ".github"];

    /// <summary>The folder of a run's files where <c>--artifacts</c> names none.</summary>
    public string UsualArtifacts => Path.Combine(Root, "artifacts");

    /// <summary>Everything that a run writes is here: <see cref="UsualArtifacts"/>, or the folder of <c>--artifacts</c>.</summary>
    public string Artifacts { get => field ?? UsualArtifacts; init; }

    /// <summary>The folder that state.json and metrics.json are read from: <see cref="Artifacts"/>, or the folder of <c>--from</c>.</summary>
    public string Inputs { get => field ?? Artifacts; init; }

    public string StateFile => Path.Combine(Artifacts, "state.json");

    /// <summary>Held by the one process that writes to <see cref="Artifacts"/>.</summary>
    public string Lock => Path.Combine(Artifacts, "run.lock");

    public string StateInput => Path.Combine(Inputs, Path.GetFileName(StateFile));

    public string MetricsInput => Path.Combine(Inputs, Path.GetFileName(MetricsFile));

    public string MetricsFile => Path.Combine(Artifacts, "metrics.json");

    public string FailuresFile => Path.Combine(Artifacts, "failures.ndjson");

    /// <summary>What a run changed on a cluster that was there before it.</summary>
    public string Audit => Path.Combine(Artifacts, "audit.ndjson");

    public string ReportMarkdown => Path.Combine(Artifacts, "report.md");

    public string ReportHtml => Path.Combine(Artifacts, "report.html");

    public string JUnit => Path.Combine(Artifacts, "checks.xml");

    public string Prometheus => Path.Combine(Artifacts, "metrics.prom");

    public string Kubeconfig => Path.Combine(Artifacts, "kubeconfig");

    public string KindConfig => Path.Combine(Artifacts, "kind-cluster.yaml");

    public string RenderedManifests => Path.Combine(Artifacts, "manifests");

    public string Embedded => Path.Combine(Artifacts, "embedded-cluster");

    public string TestResults => Path.Combine(Artifacts, "test-results");

    /// <summary>Says how many tests ran last; it outlives a run.</summary>
    public string TestTotal => Path.Combine(Artifacts, "test-total");

    public string Sarif => Path.Combine(Artifacts, "trivy.sarif");

    /// <summary>Trivy's own report of what was scanned for <see cref="Sarif"/>.</summary>
    public string ScanReport => Path.ChangeExtension(Sarif, ".json");

    /// <summary>The code that the change is compared with, while it is.</summary>
    public string BaseTree => Path.Combine(Artifacts, "base");

    /// <summary>Trivy's report of an image, while it is read.</summary>
    public string ImageReport => Path.Combine(Artifacts, "trivy-image.json");

    public string Diagnostics => Path.Combine(Artifacts, "diagnostics");

    /// <summary>Files in which the stages of one run tell of it. state.json, and what a cluster needs, are not among them.</summary>
    public IReadOnlyList<string> ResultFiles =>
        [MetricsFile, FailuresFile, Audit, ReportMarkdown, ReportHtml, JUnit, Prometheus, Sarif, ScanReport, ImageReport];

    /// <summary>The folders of the same kind.</summary>
    public IReadOnlyList<string> ResultFolders => [TestResults, Diagnostics, RenderedManifests];

    public string Manifests => Path.Combine(Root, "manifests");

    /// <summary>What is known of clusters that exist.</summary>
    public string Profiles => Path.Combine(Root, "profiles");

    /// <summary>Experiments of the stage Chaos.</summary>
    public string Chaos => Path.Combine(Root, "chaos");

    public string KindTemplate => Path.Combine(Root, "kind", "cluster.yaml");

    public string TrivyIgnore => Path.Combine(Root, ".trivyignore.yaml");

    /// <summary>Folders of the project that people write; a run's files are in none of them.</summary>
    public IReadOnlyList<string> Sources =>
    [
        Manifests, Profiles, Chaos, Path.GetDirectoryName(KindTemplate)!,
        .. SourceFolders.Select(name => Path.Combine(Root, name)),
    ];

    /// <summary>Holds what outlives a run.</summary>
    public required string UserCache { get; init; }

    public string Tools => Path.Combine(UserCache, "tools");

    public string TrivyCache => Path.Combine(UserCache, "trivy");

    /// <summary>The lock files of clusters.</summary>
    public string ClusterLocks => Path.Combine(UserCache, "locks");

    /// <summary>Says what the user was told today.</summary>
    public string Notes => Path.Combine(UserCache, "notes");

    /// <summary>Held by the one process that builds what is in the project: its runs may have folders of their own, but there is one bin/.</summary>
    public string BuildLock => Path.Combine(ClusterLocks, $"build-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..16]}.lock");

    /// <summary>The folder that names the child processes under way.</summary>
    public string Children => Path.Combine(UserCache, "children");

    /// <summary>The folder of the host's own pages; in a repository that has taken it in they are not in docs/.</summary>
    public string? Pages { get; init; }

    /// <summary>The program of the embedded cluster.</summary>
    public required string EmbeddedExecutable { get; init; }

    /// <summary>A path as messages and reports write it: from the project's root where it is below it, else whole.</summary>
    public string Named(string path)
    {
        var relative = Path.GetRelativePath(Root, path);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? path : relative).Replace('\\', '/');
    }

    /// <summary>
    /// A text in which pages of docs/ are named, with their names as they are from this project's root: one that has taken the host in has them beside that.
    /// </summary>
    public string WithPages(string text) =>
        Pages is not { } pages || Named(pages) is "docs" || Path.IsPathRooted(Named(pages)) ? text
            : PageName().Replace(text, name => Path.Combine(pages, name.Groups["page"].Value) is var page && File.Exists(page) ? Named(page) : name.Value);

    /// <summary>Of the project that is named, else of the one that the host was built in, so that the pipeline works from any folder.</summary>
    /// <exception cref="DirectoryNotFoundException">No folder above the host holds cake.config.</exception>
    public static BuildPaths Find(string? working, HostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return new BuildPaths(working is null ? RootAbove(environment.HostFolder) : Path.GetFullPath(working))
        {
            UserCache = environment.UserCache,
            Pages = Above(environment.HostFolder).Select(folder => Path.Combine(folder.FullName, "docs")).FirstOrDefault(Directory.Exists),
            EmbeddedExecutable = Path.Combine(environment.HostFolder, "embedded", "Gauntlet.EmbeddedCluster.dll"),
        };
    }

    private static string RootAbove(string host) =>
        Above(host).FirstOrDefault(folder => File.Exists(Path.Combine(folder.FullName, Marker)))?.FullName
        ?? throw new DirectoryNotFoundException($"No folder above {host} holds {Marker}; start the pipeline from its own checkout.");

    private static IEnumerable<DirectoryInfo> Above(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
        {
            yield return folder;
        }
    }

    [GeneratedRegex(@"(?<![\w/])docs/(?<page>[\w/-]+\.md)")]
    private static partial Regex PageName();
}

using System.Text.Json.Nodes;
using Gauntlet.ObjectRules;
using Gauntlet.Workloads.Objects;
using Gauntlet.Workloads.Routing;
using k8s.Models;

namespace Gauntlet.Workloads.Manifests;

/// <summary>Everything that is to be deployed.</summary>
public sealed class ManifestSet
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    private readonly IReadOnlyList<(KubeObject Of, PodTemplate Pods)> _templates;

    private ManifestSet(string folder, IReadOnlyList<KubeObject> objects, List<ManifestProblem> problems, bool clusterMayHaveMore, HostNames hosts)
    {
        var (isComplete, assumed) = (problems.Count == 0, new List<ManifestProblem>());
        (Folder, Name, Problems, Assumed) = (folder, Path.GetFileName(folder), problems, assumed);
        Objects = [.. objects.OrderBy(entry => entry.Phase).ThenByDescending(entry => entry.ComesFirst)];
        _templates = [.. Objects.Select(entry => (entry, PodTemplate.Of(entry.Body))).Where(entry => entry.Item2 is not null)
            .Select(entry => (entry.entry, entry.Item2!))];
        ManifestChecks.Run(Objects, clusterMayHaveMore, problems, assumed);
        problems.AddRange(GauntletAnnotations.Unknown(Objects));
        Routes = RouteDiscovery.Find(Objects, _templates, hosts, problems);
        problems.RemoveAll(problem => problem.IsOfAbsence && !isComplete);
    }

    /// <summary>The folder that files are named from.</summary>
    public string Folder { get; }

    /// <summary>The same as people see it, from the root of the repository.</summary>
    public string Name { get; private init; }

    /// <summary>In the order in which they are applied: namespaces, definitions of kinds, what pods need, then the rest by file and place.</summary>
    public IReadOnlyList<KubeObject> Objects { get; }

    /// <summary>One per host and path of every Ingress.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>All that is wrong; nothing may be deployed unless this is empty.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; }

    /// <summary>What nothing here has and the cluster may: each would be a problem on a cluster that is made anew.</summary>
    public IReadOnlyList<ManifestProblem> Assumed { get; }

    /// <summary>What is odd and may be meant.</summary>
    public IReadOnlyList<ManifestProblem> Warnings { get; private init; } = [];

    /// <summary>The files below the folder of which nothing is known.</summary>
    public IReadOnlyList<string> NotRead { get; private init; } = [];

    /// <summary>What lies below the folder for another tool, each with its name.</summary>
    public IReadOnlyList<string> Beside { get; private init; } = [];

    /// <summary>The images of all containers, each once.</summary>
    public IReadOnlyList<string> Images =>
        [.. _templates.SelectMany(entry => entry.Pods.Images).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The Deployments.</summary>
    public IEnumerable<V1Deployment> Deployments => Objects.Select(entry => entry.As<V1Deployment>()).OfType<V1Deployment>();

    /// <summary>The namespaces that the objects are in, each once.</summary>
    public IReadOnlyList<string> Namespaces => [.. Objects.Select(entry => entry.Namespace).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The probes of all containers that are such as is asked for, each by its object and field.</summary>
    public IEnumerable<(KubeObject Item, string Field)> FindProbes(Func<JsonObject, bool> isWanted) =>
        from template in _templates
        from container in template.Pods.Serving()
        from name in Probes
        where container.Container[name] is JsonObject probe && isWanted(probe)
        select (template.Of, $"{container.Path}.{name}");

    /// <summary>All containers, init containers among them, each with its object and its path in it.</summary>
    public IEnumerable<(KubeObject Item, string Field, JsonObject Container)> Containers =>
        from template in _templates
        from container in template.Pods.All()
        select (template.Of, container.Path, container.Container);

    /// <summary>The object of a reference; null where it is none of these.</summary>
    public KubeObject? Find(ObjectReference reference) => Objects.FirstOrDefault(entry => entry.Reference == reference);

    /// <summary>A file of the set from the root of the repository, as people find it.</summary>
    public string PathOf(string file) =>
        Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Name, file))).Replace('\\', '/');

    /// <summary>The place of an object's field, as people find it: path:line.</summary>
    public string PlaceOf(KubeObject item, string? field = null)
    {
        ArgumentNullException.ThrowIfNull(item);
        var place = field is null ? new FieldPlace(item.Origin.File, item.Origin.Line) : item.Origin.PlaceOf(field);
        return $"{PathOf(place.File)}:{place.Line}";
    }

    /// <summary>What is wrong, with its file as people find it.</summary>
    public string Describe(ManifestProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem.IsOfFolder ? $"{problem}" : $"{problem with { File = PathOf(problem.File) }}";
    }

    /// <summary>Reads every manifest below a folder, as it is; what is wrong is in <see cref="Problems"/>.</summary>
    /// <param name="folder">All files below it are looked at.</param>
    /// <param name="clusterMayHaveMore">Whether the manifests may refer to what only their cluster has: then that is in <see cref="Assumed"/>.</param>
    public static ManifestSet Load(string folder, bool clusterMayHaveMore = false) =>
        Of(folder, Path.GetFileName(folder), ManifestFolder.Read(folder, folder), clusterMayHaveMore, []);

    /// <summary>What a source says.</summary>
    internal static ManifestSet Of(string folder, string name, ManifestContent content, bool clusterMayHaveMore, IReadOnlyList<string> allowedHosts)
    {
        var (problems, kinds) = (content.Problems, new KindTable(content.Documents.SelectMany(document => KindTable.DefinedBy(document.Body))));
        return new ManifestSet(
            folder, [.. content.Documents.Select(document => ObjectReader.Read(document, kinds, problems)).OfType<KubeObject>()], problems, clusterMayHaveMore,
            new HostNames(allowedHosts))
        { Name = name, Warnings = content.Warnings, NotRead = content.NotRead, Beside = content.Beside };
    }

    /// <summary>A set of objects that were found to be without problems.</summary>
    internal static ManifestSet Of(string name, IReadOnlyList<KubeObject> objects) =>
        new(name, objects, [], clusterMayHaveMore: true, HostNames.Any) { Name = name };
}

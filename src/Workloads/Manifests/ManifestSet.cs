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

    private ManifestSet(string folder, IReadOnlyList<KubeObject> objects, List<ManifestProblem> problems, bool clusterMayHaveMore)
    {
        var (isComplete, assumed) = (problems.Count == 0, new List<ManifestProblem>());
        (Folder, Objects, Problems, Assumed) = (folder, [.. objects.OrderBy(entry => entry.Phase)], problems, assumed);
        _templates = [.. Objects.Select(entry => (entry, PodTemplate.Of(entry.Body))).Where(entry => entry.Item2 is not null)
            .Select(entry => (entry.entry, entry.Item2!))];
        ManifestChecks.Run(Objects, clusterMayHaveMore, problems, assumed);
        problems.AddRange(GauntletAnnotations.Unknown(Objects));
        Routes = RouteDiscovery.Find(Objects, _templates, problems);
        problems.RemoveAll(problem => problem.IsOfAbsence && !isComplete);
    }

    /// <summary>The folder that the objects were read from.</summary>
    public string Folder { get; }

    /// <summary>In the order in which they are applied: namespaces, definitions of kinds, then the rest by file and place.</summary>
    public IReadOnlyList<KubeObject> Objects { get; }

    /// <summary>One per host and path of every Ingress.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>All that is wrong; nothing may be deployed unless this is empty.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; }

    /// <summary>What nothing here has and the cluster may: each would be a problem on a cluster that is made anew.</summary>
    public IReadOnlyList<ManifestProblem> Assumed { get; }

    /// <summary>The files below the folder that are no manifests, each with the tool that it is for where one is known.</summary>
    public IReadOnlyList<string> NotRead { get; private init; } = [];

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

    /// <summary>Reads every manifest below a folder; what is wrong is in <see cref="Problems"/>.</summary>
    /// <param name="folder">All files below it are looked at.</param>
    /// <param name="clusterMayHaveMore">Whether the manifests may refer to what only their cluster has: then that is in <see cref="Assumed"/>.</param>
    public static ManifestSet Load(string folder, bool clusterMayHaveMore = false)
    {
        var (problems, files) = (new List<ManifestProblem>(), ManifestFiles.Find(folder));
        var documents = files.Read.SelectMany(file => ManifestReader.Read(folder, file, problems)).ToList();
        if (documents.Count == 0 && problems.Count == 0)
        {
            problems.Add(new ManifestProblem(Path.GetFileName(folder), null, "There is no manifest in this folder.", "Restore it from version control."));
        }

        var kinds = new KindTable(documents.SelectMany(document => KindTable.DefinedBy(document.Body)));
        return new ManifestSet(
            folder, [.. documents.Select(document => ObjectReader.Read(document, kinds, problems)).OfType<KubeObject>()], problems,
            clusterMayHaveMore)
        { NotRead = files.NotRead };
    }

    /// <summary>A set of objects that were found to be without problems.</summary>
    internal static ManifestSet Of(string folder, IReadOnlyList<KubeObject> objects) => new(folder, objects, [], clusterMayHaveMore: true);
}

using Gauntlet.Workloads.Objects;
using Gauntlet.Workloads.Routing;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Manifests;

/// <summary>Everything that is to be deployed.</summary>
public sealed class ManifestSet
{
    private readonly IReadOnlyList<PodTemplate> _templates;

    private ManifestSet(string folder, IReadOnlyList<KubeObject> objects, List<ManifestProblem> problems)
    {
        (Folder, Objects, Problems) = (folder, [.. objects.OrderBy(entry => entry.Phase)], problems);
        var isComplete = problems.Count == 0;
        _templates = [.. PodTemplate.In(Objects)];
        problems.AddRange(ManifestChecks.Run(Objects, _templates));
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

    /// <summary>The files below the folder that are no manifests, each with the tool that it is for where one is known.</summary>
    public IReadOnlyList<string> NotRead { get; private init; } = [];

    /// <summary>The images of all containers, each once.</summary>
    public IReadOnlyList<string> Images =>
        [.. _templates.SelectMany(template => template.Spec.Containers.Concat(template.Spec.InitContainers ?? [])).Select(container => container.Image).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The Deployments.</summary>
    public IEnumerable<V1Deployment> Deployments => Objects.Select(entry => entry.As<V1Deployment>()).OfType<V1Deployment>();

    /// <summary>The namespaces that the objects are in, each once.</summary>
    public IReadOnlyList<string> Namespaces => [.. Objects.Select(entry => entry.Namespace).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The probes of all containers that are such as is asked for, each by its object and field.</summary>
    public IEnumerable<(KubeObject Item, string Field)> FindProbes(Func<V1Probe, bool> isWanted) =>
        from template in _templates
        from entry in template.Spec.Containers.Index()
        from probe in new[] { ("livenessProbe", entry.Item.LivenessProbe), ("readinessProbe", entry.Item.ReadinessProbe), ("startupProbe", entry.Item.StartupProbe) }
        where probe.Item2 is not null && isWanted(probe.Item2)
        select (template.Of, template.PathOf($"spec.containers[{entry.Index}].{probe.Item1}"));

    /// <summary>The object of a reference; null where it is none of these.</summary>
    public KubeObject? Find(ObjectReference reference) => Objects.FirstOrDefault(entry => entry.Reference == reference);

    /// <summary>
    /// Lets the Kubernetes client prepare its types of pods on another thread, which takes longer than to read the manifests. <see cref="Load"/> waits for it
    /// where it needs them.
    /// </summary>
    public static void Prepare() => _ = Task.Run(static () => KubernetesJson.Deserialize<V1PodTemplateSpec>("""{"spec":{"containers":[{"name":"a","ports":[{"containerPort":1}],"readinessProbe":{"httpGet":{"port":1}}}]}}"""));

    /// <summary>Reads every manifest below a folder; what is wrong is in <see cref="Problems"/>.</summary>
    public static ManifestSet Load(string folder)
    {
        var (problems, files) = (new List<ManifestProblem>(), ManifestFiles.Find(folder));
        var documents = files.Read.SelectMany(file => ManifestReader.Read(folder, file, problems)).ToList();
        if (documents.Count == 0 && problems.Count == 0)
        {
            problems.Add(new ManifestProblem(Path.GetFileName(folder), null, "There is no manifest in this folder.", "Restore it from version control."));
        }

        var kinds = new KindTable(documents.SelectMany(document => KindTable.DefinedBy(document.Body)));
        return new ManifestSet(folder, [.. documents.Select(document => ObjectReader.Read(document, kinds, problems)).OfType<KubeObject>()], problems) { NotRead = files.NotRead };
    }

    /// <summary>A set of objects that are known.</summary>
    internal static ManifestSet Of(string folder, IReadOnlyList<KubeObject> objects) => new(folder, objects, []);
}

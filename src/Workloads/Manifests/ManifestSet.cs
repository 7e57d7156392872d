using System.Runtime.CompilerServices;
using Gauntlet.Workloads.Routing;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Manifests;

/// <summary>Everything that is to be deployed, as the files of a folder say.</summary>
public sealed class ManifestSet
{
    private ManifestSet(string folder, IReadOnlyList<ManifestObject> objects, IReadOnlyList<Route> routes, IReadOnlyList<ManifestProblem> problems) =>
        (Folder, Objects, Routes, Problems) = (folder, objects, routes, problems);

    /// <summary>The folder that was read.</summary>
    public string Folder { get; }

    /// <summary>Namespaces first, then by file name.</summary>
    public IReadOnlyList<ManifestObject> Objects { get; }

    /// <summary>One per host and path of every Ingress.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>All that is wrong; nothing may be deployed unless this is empty.</summary>
    public IReadOnlyList<ManifestProblem> Problems { get; }

    /// <summary>The images of all containers, each once.</summary>
    public IReadOnlyList<string> Images =>
        [.. Deployments.SelectMany(deployment => deployment.Spec.Template.Spec.Containers).Select(container => container.Image).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The Deployments.</summary>
    public IEnumerable<V1Deployment> Deployments => Objects.Select(entry => entry.Resource).OfType<V1Deployment>();

    /// <summary>The namespaces that the objects are in, each once.</summary>
    public IReadOnlyList<string> Namespaces => [.. Objects.Select(entry => entry.Resource.Metadata.NamespaceProperty).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// Lets the Kubernetes client prepare all of its types for YAML on another thread, which takes longer than to read the manifests.
    /// <see cref="Load"/> waits for it.
    /// </summary>
    public static void Prepare() => _ = Task.Run(static () => RuntimeHelpers.RunClassConstructor(typeof(KubernetesYaml).TypeHandle));

    /// <summary>Reads every .yaml and .yml file below a folder; what is wrong is in <see cref="Problems"/>.</summary>
    public static ManifestSet Load(string folder)
    {
        var problems = new List<ManifestProblem>();
        var files = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".yaml" or ".yml").Order(StringComparer.Ordinal).ToList()
            : [];
        if (files.Count == 0)
        {
            problems.Add(new ManifestProblem(Path.GetFileName(folder), null, "There is no manifest in this folder.", "Restore it from version control."));
        }

        var objects = files.Select(file => ManifestReader.Read(folder, file, problems)).OfType<ManifestObject>()
            .OrderBy(entry => entry.Resource is V1Namespace ? 0 : 1)
            .ToList();
        problems.AddRange(ManifestChecks.Run(objects));
        var routes = RouteDiscovery.Find(objects, problems);
        return new ManifestSet(folder, objects, routes, problems);
    }
}

using Gauntlet.Workloads.Manifests;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Tests;

/// <summary>The manifests of this very checkout.</summary>
internal static class Project
{
    public static string Root { get; } = FindRoot();

    public static ManifestSet Manifests { get; } = ManifestSet.Load(Path.Combine(Root, "manifests"));

    public static T Get<T>(string name)
        where T : class, IKubernetesObject<V1ObjectMeta> => All<T>().Single(item => item.Metadata.Name == name);

    public static IEnumerable<T> All<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => Manifests.Objects.Select(entry => entry.As<T>()).OfType<T>();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gauntlet.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No Gauntlet.slnx above the tests.");
        }

        return folder.FullName;
    }
}

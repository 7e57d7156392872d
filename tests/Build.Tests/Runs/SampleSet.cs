using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Manifests as people have them, in the shapes of well-known examples: tests/Workloads.Tests/Sets.</summary>
internal static class SampleSet
{
    /// <summary>The image of their Jobs and init containers.</summary>
    public const string Shell = "busybox:1.36";

    /// <summary>Copies a set into the project; answers the options that name it, beside the controller.</summary>
    public static string[] AddSet(this ProjectCopy copy, string name)
    {
        var folder = Directory.CreateDirectory(copy.PathOf("sets", name)).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests", "Workloads.Tests", "Sets", name)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return ["--manifests=" + copy.PathOf("manifests", "ingress-nginx"), "--manifests=" + folder];
    }
}

using Gauntlet.Build.Clusters.Images;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>Whether the images of <c>--build-image</c> can be built, and the manifests take them from where they are then.</summary>
internal static class ImageBuildCheck
{
    private const string Always = "Always";

    /// <summary>All of it goes into the findings.</summary>
    /// <param name="paths">Of the project.</param>
    /// <param name="builds">What was asked for.</param>
    /// <param name="manifests">What is to be deployed; null where it could not be read.</param>
    /// <param name="clusterKind">What it is deployed on.</param>
    /// <param name="findings">Get it.</param>
    public static void Check(BuildPaths paths, IReadOnlyList<ImageBuild> builds, ManifestSet? manifests, string clusterKind, Findings findings)
    {
        findings.Usage(builds.Where(build => !File.Exists(Path.Combine(paths.Root, build.Dockerfile))).Select(build =>
            $"--build-image={build}: there is no file {build.Dockerfile} in {paths.Root}. Write its path from there."));
        findings.Usage(builds.GroupBy(build => build.Image).Where(group => group.Count() > 1).Select(group =>
            $"--build-image builds {group.Key} twice, from {string.Join(" and ", group.Select(build => build.Dockerfile))}. "
            + "Give each image a tag of its own."));
        if (manifests is null)
        {
            return;
        }

        var used = manifests.Containers.Select(entry => (entry.Item, entry.Field, Image: (string?)entry.Container["image"] ?? "",
            Policy: (string?)entry.Container["imagePullPolicy"])).ToList();
        foreach (var build in builds.DistinctBy(build => build.Image))
        {
            var users = used.Where(entry => entry.Image == build.Image).ToList();
            findings.Usage(users.Where(entry => Pulls(entry.Policy, build.Image)).Select(entry =>
                $"{manifests.PlaceOf(entry.Item, $"{entry.Field}.{(entry.Policy is null ? "image" : "imagePullPolicy")}")}: "
                + $"{entry.Item} would pull {build.Image}, which is built here and in no registry"
                + $"{(entry.Policy is null ? ": without a policy the tag latest is pulled always" : "")}. Write imagePullPolicy: IfNotPresent."));
            if (users.Count == 0)
            {
                findings.Usage([$"--build-image={build}: no container has the image {build.Image}"
                    + $"{NearestName.Hint(build.Image, used.Select(entry => entry.Image).Distinct())}. Write it as the manifests have it."]);
            }
            else if (clusterKind == Clusters.Embedded.EmbeddedCluster.Name)
            {
                findings.Warn($"{build.Image} is simulated: in its place the embedded cluster answers what the Services of its pods are expected to, else 200. "
                    + $"{build.Dockerfile} is not built, and its code runs on --cluster=kind.");
            }
        }
    }

    private static bool Pulls(string? policy, string image) => policy is null ? ImageReference.IsLatest(image) : policy == Always;
}

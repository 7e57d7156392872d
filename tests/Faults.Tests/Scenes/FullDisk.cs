namespace Gauntlet.Faults.Tests.Scenes;

/// <summary>A small disk under artifacts/, mounted for one run alone: the mount goes with the run's processes.</summary>
internal static class FullDisk
{
    /// <param name="scene">Whose artifacts/.</param>
    /// <param name="size">As mount takes it, such as 32k.</param>
    public static IReadOnlyList<string> Under(Scene scene, string size) =>
        ["unshare", "--mount", "sh", "-c", $"mount -t tmpfs -o size={size} none \"$0\" && exec \"$@\"", scene.Copy.Artifact(".")];
}

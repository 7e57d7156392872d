namespace Gauntlet.Build.Stages.Test;

/// <summary>
/// The test assemblies of a solution, as its build tells of them by TestList.targets: whatever its projects are called, and wherever they build to.
/// </summary>
internal static class TestAssemblies
{
    /// <summary>The MSBuild property that names the folder to tell in.</summary>
    public const string Property = "GauntletTestList";

    /// <summary>Those that a build has told of in this folder, which is deleted, by their target framework.</summary>
    public static IReadOnlyList<IGrouping<string, string>> Take(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var told = Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllLines).Where(lines => lines.Length == 2).ToList();
        Directory.Delete(folder, recursive: true);
        return [.. told.GroupBy(lines => lines[0], lines => lines[1])];
    }
}

using System.Xml.Linq;

namespace Gauntlet.Build.Stages.Test;

/// <summary>The built test projects of the solution.</summary>
internal static class TestAssemblies
{
    private const string Projects = ".Tests.csproj";

    /// <summary>The assemblies of the projects whose names end in .Tests, as they were last built.</summary>
    public static IReadOnlyList<string> Of(string solution)
    {
        var root = Path.GetDirectoryName(solution)!;
        return
        [
            .. from project in XDocument.Load(solution).Descendants("Project")
               let path = (string?)project.Attribute("Path") ?? ""
               where path.EndsWith(Projects, StringComparison.Ordinal)
               let output = Path.Combine(root, Path.GetDirectoryName(path)!, "bin", "Debug")
               where Directory.Exists(output)
               from assembly in Directory.GetFiles(output, $"*{Path.GetFileNameWithoutExtension(path)}.dll", SearchOption.AllDirectories)
               where File.Exists(Path.ChangeExtension(assembly, ".runtimeconfig.json"))
               orderby assembly
               select assembly,
        ];
    }
}

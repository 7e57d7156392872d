using System.Reflection;

namespace Gauntlet.Experiments.Resources;

/// <summary>What runs in a node: it prints a line a second, and ends with its input.</summary>
public static class CgroupScript
{
    /// <summary>For bash 5. It starts no process but one find, so that it costs next to nothing.</summary>
    public static string Text
    {
        get
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("cgroups.sh")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>The samples of a line that it has printed; none where it is no such line.</summary>
    /// <param name="node">The node that it runs in.</param>
    /// <param name="line">The line.</param>
    public static IReadOnlyList<UsageSample> Parse(string node, string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return CgroupLine.Parse(node, line);
    }
}

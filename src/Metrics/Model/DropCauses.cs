using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Model;

/// <summary>Names of the causes for which a due request was never sent, in every output.</summary>
public static class DropCauses
{
    private static readonly string[] Names = ["server-busy", "generator-late", "local-limit", "stopped"];

    /// <summary>True for the name of a cause.</summary>
    public static bool IsKnown(string name) => Names.Contains(name, StringComparer.Ordinal);

    /// <summary>The name of a cause.</summary>
    public static string NameOf(DropCause cause) => Names[(int)cause];

    internal static Dictionary<string, long> Named(ReadOnlySpan<long> drops)
    {
        var named = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var cause = 0; cause < drops.Length; cause++)
        {
            if (drops[cause] != 0)
            {
                named.Add(Names[cause], drops[cause]);
            }
        }

        return named;
    }
}

using System.Text.RegularExpressions;

namespace Gauntlet.Workloads.Objects;

/// <summary>Paths of fields in an object: <c>spec.ports[0].name</c>.</summary>
internal static partial class FieldPath
{
    public static string Of(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";

    public static string Of(string parent, int index) => $"{parent}[{index}]";

    /// <summary>With the keys of a mapping behind dots, as positions alone stand in brackets.</summary>
    public static string Normal(string path) => Key().Replace(path, ".$1");

    /// <summary>What the last name or position belongs to; empty for a field of the object itself.</summary>
    public static string Parent(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];

    [GeneratedRegex(@"\[([^\]]*[^\]0-9][^\]]*)\]")]
    private static partial Regex Key();
}

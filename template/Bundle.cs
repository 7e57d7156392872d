using System.Reflection;
using System.Text;

namespace Gauntlet.Template;

/// <summary>Whose a file is once it is there.</summary>
internal enum Owner
{
    /// <summary>The product's: replaced by a newer version, and refused to be changed by hand.</summary>
    Product,

    /// <summary>The user's: replaced by a newer version only where he left it as it was.</summary>
    User,
}

/// <summary>A file that a repository gets.</summary>
/// <param name="Path">From the repository's root, with slashes.</param>
internal sealed record BundleFile(string Path, Owner Owner, byte[] Content);

/// <summary>What is brought: files of Gauntlet's own repository, as they were when the tool was packed.</summary>
internal static class Bundle
{
    /// <summary>The folder of the product's code.</summary>
    public const string Product = "build/gauntlet";

    /// <summary>Of this tool, and so of what it brings.</summary>
    public static string Version { get; } =
        typeof(Bundle).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Reads what the package holds.</summary>
    /// <param name="folder">With <c>product</c>, <c>launcher</c> and <c>seed</c>.</param>
    public static IReadOnlyList<BundleFile> Read(string folder) =>
    [
        .. In(folder, "product").Select(file => new BundleFile($"{Product}/{file.Name}", Owner.Product, file.Content)),
        .. In(folder, "launcher").Select(file => new BundleFile(file.Name, Owner.Product, file.Content)),
        .. In(folder, "seed").Select(file => new BundleFile(file.Name, Owner.User, Adapted(file.Name, file.Content))),
    ];

    private static IEnumerable<(string Name, byte[] Content)> In(string folder, string place)
    {
        var root = Path.Combine(folder, place);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllBytes(file)));
    }

    /// <summary>The SDK of the host is pinned beside it: that of the repository is the user's own.</summary>
    private static byte[] Adapted(string name, byte[] content) =>
        name.StartsWith(".github/", StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content)
                .Replace("global-json-file: global.json", $"global-json-file: {Product}/global.json", StringComparison.Ordinal))
            : content;
}

using YamlDotNet.RepresentationModel;

namespace Gauntlet.PullRequests.Tests.Workflows;

/// <summary>Files of this repository, read from its root.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Workflows => [.. Directory.EnumerateFiles(Path.Combine(Root, ".github", "workflows"), "*.yml").Order(StringComparer.Ordinal)];

    public static YamlMappingNode Yaml(params string[] path)
    {
        using var reader = new StreamReader(Path.Combine([Root, .. path]));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gauntlet.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}

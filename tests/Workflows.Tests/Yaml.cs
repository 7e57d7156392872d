using YamlDotNet.RepresentationModel;

namespace Gauntlet.Workflows.Tests;

/// <summary>Short ways into a YAML file.</summary>
internal static class Yaml
{
    public static YamlMappingNode Read(string file)
    {
        using var reader = new StreamReader(file);
        return Read(reader);
    }

    public static YamlMappingNode Read(TextReader text)
    {
        var stream = new YamlStream();
        stream.Load(text);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? string.Empty;

    public static YamlNode? Find(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    public static Dictionary<string, string> Map(YamlNode? node) =>
        node is YamlMappingNode map ? map.ToDictionary(pair => Text(pair.Key), pair => Text(pair.Value), StringComparer.Ordinal) : [];
}

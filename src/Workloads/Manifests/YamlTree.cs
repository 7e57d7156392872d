using System.Text.Json.Nodes;
using Gauntlet.Workloads.Objects;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.Workloads.Manifests;

/// <summary>One document of a file as JSON. Aliases and merge keys become copies, so that no two places share a node.</summary>
internal sealed class YamlTree
{
    /// <summary>A few lines of aliases can stand for more nodes than fit into memory.</summary>
    private const int MostNodes = 100_000;

    private readonly Dictionary<string, int> _lines = [];
    private readonly Dictionary<string, string> _written = [];
    private int _nodes;

    /// <summary>Reads a document.</summary>
    /// <exception cref="YamlException">It cannot be an object.</exception>
    public YamlTree(YamlNode root)
    {
        Line = (int)root.Start.Line;
        Root = Read(root, "", 0);
    }

    public JsonNode? Root { get; }

    public int Line { get; }

    /// <summary>The line of each field.</summary>
    public IReadOnlyDictionary<string, int> Lines => _lines;

    /// <summary>Each plain scalar that is no text, as it was written.</summary>
    public IReadOnlyDictionary<string, string> Written => _written;

    private JsonNode? Read(YamlNode node, string path, int depth)
    {
        if (++_nodes > MostNodes)
        {
            throw Error(node, $"its aliases stand for more than {MostNodes} values");
        }

        if (depth > YamlText.MostDepth)
        {
            throw Error(node, $"its aliases stand for more than {YamlText.MostDepth} levels");
        }

        if (path.Length > 0)
        {
            _lines.TryAdd(path, (int)node.Start.Line);
        }

        return node switch
        {
            YamlMappingNode mapping => Read(mapping, path, depth),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select((child, index) => Read(child, FieldPath.Of(path, index), depth + 1))]),
            YamlScalarNode scalar => Read(scalar, path),
            _ => throw Error(node, "it has an alias to itself"),
        };
    }

    private JsonNode? Read(YamlScalarNode scalar, string path)
    {
        try
        {
            var value = YamlScalars.Read(scalar);
            if (value?.GetValueKind() != System.Text.Json.JsonValueKind.String)
            {
                _written.TryAdd(path, scalar.Value ?? "");
            }

            return value;
        }
        catch (FormatException e)
        {
            throw Error(scalar, e.Message);
        }
    }

    private JsonObject Read(YamlMappingNode mapping, string path, int depth)
    {
        var fields = new JsonObject();
        foreach (var (key, value) in mapping.Children)
        {
            if (IsMerge(key))
            {
                continue;
            }

            var name = (key as YamlScalarNode)?.Value ?? throw Error(key, "a key is no text");
            // A block begins on the line below its key, and people look for the key.
            _lines.TryAdd(FieldPath.Of(path, name), (int)key.Start.Line);
            fields[name] = Read(value, FieldPath.Of(path, name), depth + 1);
        }

        foreach (var merged in mapping.Children.Where(child => IsMerge(child.Key)).SelectMany(child => Merged(child.Value)))
        {
            foreach (var (name, value) in Read(merged, path, depth + 1).Where(field => !fields.ContainsKey(field.Key)).ToList())
            {
                fields[name] = value?.DeepClone();
            }
        }

        return fields;
    }

    /// <summary>What a merge key adds: of several mappings the first has the word.</summary>
    private static IEnumerable<YamlMappingNode> Merged(YamlNode value) => value switch
    {
        YamlMappingNode mapping => [mapping],
        YamlSequenceNode list => list.Children.Select(child => child as YamlMappingNode ?? throw Error(child, "a merge key takes mappings only")),
        _ => throw Error(value, "a merge key takes mappings only"),
    };

    private static bool IsMerge(YamlNode key) => key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain };

    private static YamlException Error(YamlNode node, string message) => new(node.Start, node.End, message);
}

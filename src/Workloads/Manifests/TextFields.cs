using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.Workloads.Manifests;

/// <summary>
/// Fields that are text to the API, where a value without quotes can be a number or a boolean to YAML. The client takes those for text; kubectl and the API
/// server refuse them.
/// </summary>
internal static partial class TextFields
{
    private static readonly HashSet<string?> Mappings = ["annotations", "labels", "matchLabels", "selector", "nodeSelector", "data", "stringData"];
    private static readonly HashSet<string?> Lists = ["args", "command"];

    /// <summary>The first value that is no text, with the name of its field; null when there is none.</summary>
    public static (string Field, YamlScalarNode Value)? FirstWrong(IEnumerable<YamlNode> nodes)
    {
        var wrong = nodes.OfType<YamlMappingNode>().SelectMany(mapping => mapping.Children).SelectMany(Values).Where(entry => IsNoText(entry.Value)).ToList();
        return wrong.Count == 0 ? null : wrong.MinBy(entry => entry.Value.Start.Line);
    }

    private static IEnumerable<(string Field, YamlScalarNode Value)> Values(KeyValuePair<YamlNode, YamlNode> field)
    {
        var name = (field.Key as YamlScalarNode)?.Value;
        return field.Value switch
        {
            YamlMappingNode mapping when Mappings.Contains(name) => mapping.Children.Select(child => ($"{name}.{child.Key}", child.Value)).Where(IsScalar).Select(Scalar),
            YamlSequenceNode list when Lists.Contains(name) => list.Children.Select(child => (name!, child)).Where(IsScalar).Select(Scalar),
            YamlSequenceNode list when name == "env" => list.Children.OfType<YamlMappingNode>().SelectMany(variable => variable.Children)
                .Where(child => child.Key is YamlScalarNode { Value: "value" }).Select(child => ("env.value", child.Value)).Where(IsScalar).Select(Scalar),
            _ => [],
        };

        static bool IsScalar((string, YamlNode Value) entry) => entry.Value is YamlScalarNode;
        static (string, YamlScalarNode) Scalar((string Field, YamlNode Value) entry) => (entry.Field, (YamlScalarNode)entry.Value);
    }

    private static bool IsNoText(YamlScalarNode scalar) => scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty && NumberOrBoolean().IsMatch(scalar.Value ?? "");

    /// <summary>As YAML 1.1, which kubectl reads: yes, no, on and off are booleans too.</summary>
    [GeneratedRegex(
        @"\A(?:[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|[0-9][0-9_]*)|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)\z")]
    private static partial Regex NumberOrBoolean();
}

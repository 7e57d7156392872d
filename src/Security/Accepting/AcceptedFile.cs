using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using Gauntlet.Security.Findings;

namespace Gauntlet.Security.Accepting;

/// <summary>What is wrong with an entry, with its line from 1.</summary>
public sealed record AcceptedProblem(int Line, string Text);

/// <summary>
/// Reads .trivyignore.yaml (https://trivy.dev/docs/latest/configuration/filtering/). More is asked of an entry than Trivy does: each says why
/// (<c>statement</c>) and until when (<c>expired_at</c>).
/// </summary>
public static class AcceptedFile
{
    private static readonly Dictionary<string, FindingKind> Lists = new()
    {
        ["vulnerabilities"] = FindingKind.Vulnerability,
        ["misconfigurations"] = FindingKind.Misconfiguration,
        ["secrets"] = FindingKind.Secret,
    };

    /// <summary>All entries, and all that is wrong with the file; an entry that is wrong accepts nothing.</summary>
    public static (IReadOnlyList<AcceptedFinding> Entries, IReadOnlyList<AcceptedProblem> Problems) Read(string text)
    {
        var (entries, problems) = (new List<AcceptedFinding>(), new List<AcceptedProblem>());
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            foreach (var (key, value) in Root(yaml, problems))
            {
                foreach (var (kind, entry) in List(key, value, problems))
                {
                    if (Read(kind, entry, problems) is { } accepted)
                    {
                        entries.Add(accepted);
                    }
                }
            }
        }
        catch (YamlException e)
        {
            problems.Add(new AcceptedProblem((int)e.Start.Line, $"is no YAML: {e.Message}"));
        }

        return (entries, problems);
    }

    private static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Root(YamlStream yaml, List<AcceptedProblem> problems)
    {
        if (yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is YamlScalarNode { Value: null or "" })
        {
            return [];
        }

        if (yaml.Documents[0].RootNode is YamlMappingNode map)
        {
            return map.Children;
        }

        problems.Add(At(yaml.Documents[0].RootNode, $"is not a map of {string.Join(", ", Lists.Keys)}"));
        return [];
    }

    private static IEnumerable<(FindingKind Kind, YamlMappingNode Entry)> List(YamlNode key, YamlNode value, List<AcceptedProblem> problems)
    {
        if (!Lists.TryGetValue(Scalar(key) ?? "", out var kind))
        {
            problems.Add(At(key, $"'{Scalar(key)}' is none of {string.Join(", ", Lists.Keys)}"));
            return [];
        }

        if (value is not YamlSequenceNode list || list.Any(entry => entry is not YamlMappingNode))
        {
            problems.AddRange(value is YamlScalarNode { Value: null or "" } ? [] : [At(value, $"{Scalar(key)} is not a list of entries")]);
            return [];
        }

        return list.Children.Select(entry => (kind, (YamlMappingNode)entry));
    }

    private static AcceptedFinding? Read(FindingKind kind, YamlMappingNode entry, List<AcceptedProblem> problems)
    {
        var fields = entry.Children.Where(pair => Scalar(pair.Key) is not null).ToDictionary(pair => Scalar(pair.Key)!, pair => pair.Value);
        var id = Field("id");
        var until = DateOnly.TryParseExact(Field("expired_at"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default;
        var problem = string.IsNullOrWhiteSpace(id) ? "an entry has no id"
            : string.IsNullOrWhiteSpace(Field("statement")) ? $"{id} has no statement, which says why it is accepted"
            : until == default ? $"{id} has no expired_at, the day (yyyy-mm-dd) on which somebody looks again"
            : null;
        if (problem is not null)
        {
            problems.Add(At(entry, problem));
            return null;
        }

        return new AcceptedFinding(kind, id!, Texts("paths"), Texts("purls"), Field("statement")!, until, (int)entry.Start.Line);

        string? Field(string name) => fields.TryGetValue(name, out var node) ? Scalar(node) : null;
        IReadOnlyList<string> Texts(string name) => fields.TryGetValue(name, out var node) && node is YamlSequenceNode list
            ? [.. list.Children.Select(Scalar).OfType<string>()] : [];
    }

    private static AcceptedProblem At(YamlNode node, string text) => new((int)node.Start.Line, text);

    private static string? Scalar(YamlNode node) => (node as YamlScalarNode)?.Value;
}

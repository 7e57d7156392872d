using System.Text;
using k8s;
using k8s.Models;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.Workloads.Manifests;

/// <summary>Reads one file into one object, or says what is wrong with it.</summary>
internal static class ManifestReader
{
    /// <summary>The API server itself takes no object above 1.5 MB.</summary>
    private const int MostBytes = 1_000_000;

    private const int MostDepth = 100;

    public static ManifestObject? Read(string folder, string path, List<ManifestProblem> problems)
    {
        var file = Path.GetRelativePath(folder, path).Replace('\\', '/');
        try
        {
            if (new FileInfo(path).Length > MostBytes)
            {
                problems.Add(new ManifestProblem(file, null, $"The file is larger than {MostBytes / 1000} kB.", "Split it; one file holds one object."));
                return null;
            }

            var text = File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return Parse(file, text, problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            problems.Add(new ManifestProblem(file, null, $"The file cannot be read: {OneLine(e.Message)}", "Fix or remove it."));
            return null;
        }
    }

    private static ManifestObject? Parse(string file, string text, List<ManifestProblem> problems)
    {
        var tab = text.Split('\n').Select((line, index) => (line, index)).FirstOrDefault(entry => entry.line.TrimStart(' ').StartsWith('\t'));
        if (tab.line is not null)
        {
            problems.Add(new ManifestProblem(file, tab.index + 1, "A tab stands in the indentation.", "YAML is indented with spaces."));
            return null;
        }

        try
        {
            if (DeepLine(text) is { } deep)
            {
                problems.Add(new ManifestProblem(file, deep, $"More than {MostDepth} levels stand inside each other.", "No object of Kubernetes is that deep; mend the brackets."));
                return null;
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count != 1)
            {
                problems.Add(new ManifestProblem(file, null, $"The file holds {stream.Documents.Count} documents.", "One file holds one object."));
                return null;
            }

            return Type(file, text, stream.Documents[0].RootNode, problems);
        }
        catch (Exception e) when (IsOfYaml(e))
        {
            problems.Add(new ManifestProblem(file, (e as YamlException)?.Start.Line, $"This is no YAML: {OneLine(e.Message)}", "Fix the syntax."));
            return null;
        }
    }

    /// <summary>The line on which nesting becomes too deep: loading recurses, and a stack that overflows cannot be caught.</summary>
    private static long? DeepLine(string text)
    {
        var (parser, depth) = (new Parser(new StringReader(text)), 0);
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MostDepth)
            {
                return parser.Current.Start.Line;
            }
        }

        return null;
    }

    /// <summary>Besides its own exception YamlDotNet lets some of the runtime's out: on a file that ends inside a bracket, or a value of another type.</summary>
    private static bool IsOfYaml(Exception e) => e is YamlException or InvalidOperationException or InvalidCastException or FormatException or OverflowException or ArgumentException or NullReferenceException;

    private static ManifestObject? Type(string file, string text, YamlNode root, List<ManifestProblem> problems)
    {
        var (version, kind) = (Scalar(root, "apiVersion"), Scalar(root, "kind"));
        if (version is null || kind is null)
        {
            problems.Add(new ManifestProblem(file, null, "apiVersion or kind is missing.", "Every object has both."));
            return null;
        }

        var nodes = Nodes(root);
        if (RequiredFields.FirstEmptyEntry(nodes) is { } empty)
        {
            problems.Add(new ManifestProblem(file, empty, $"A list of the {kind} has an entry without a value.", "Fill it in, or remove it."));
            return null;
        }

        if (TextFields.FirstWrong(nodes) is var (field, value))
        {
            problems.Add(new ManifestProblem(file, value.Start.Line, $"{field} is text, and YAML reads {value.Value} as a number or a boolean.", $"Put it in quotes: \"{value.Value}\"."));
            return null;
        }

        try
        {
            if (KubernetesYaml.LoadAllFromString(text, strict: true) is [IKubernetesObject<V1ObjectMeta> { Metadata.Name: { Length: > 0 } } typed])
            {
                if (RequiredFields.FirstMissing(typed) is not { } missing)
                {
                    // kubectl would take the namespace of the kubeconfig's context, which no other part of a run knows.
                    typed.Metadata.NamespaceProperty = typed.Metadata.NamespaceProperty is { Length: > 0 } space ? space : ResourceScope.IsNamespaced(typed) ? "default" : null;
                    return new ManifestObject(file, typed);
                }

                problems.Add(new ManifestProblem(file, null, $"The {kind} has no {missing}.", "Add it: the Kubernetes API requires it."));
                return null;
            }

            problems.Add(new ManifestProblem(file, null, $"The {kind} has no metadata.name.", "Name it."));
        }
        catch (KeyNotFoundException)
        {
            problems.Add(new ManifestProblem(file, null, $"There is no kind {kind} in {version}.", "Check the spelling of apiVersion and kind."));
        }
        catch (Exception e) when (IsOfYaml(e))
        {
            var line = (e as YamlException)?.Start.Line;
            problems.Add(new ManifestProblem(file, line, $"The {kind} has a field that does not fit: {OneLine((e.InnerException ?? e).Message)}", "Check its spelling and type against the Kubernetes API."));
        }

        return null;
    }

    /// <summary>Each node once; those of YamlDotNet follow every alias, and a few lines of aliases stand for more nodes than can be visited.</summary>
    private static HashSet<YamlNode> Nodes(YamlNode root)
    {
        var (seen, pending) = (new HashSet<YamlNode>(ReferenceEqualityComparer.Instance), new Stack<YamlNode>([root]));
        while (pending.TryPop(out var node))
        {
            if (seen.Add(node))
            {
                var children = node is YamlMappingNode mapping ? mapping.Children.Values.ToList() : [.. (node as YamlSequenceNode)?.Children ?? []];
                children.ForEach(pending.Push);
            }
        }

        return seen;
    }

    private static string? Scalar(YamlNode root, string key) =>
        root is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) ? (value as YamlScalarNode)?.Value : null;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim().TrimEnd('.') + ".";
}

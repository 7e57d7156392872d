using System.Text;
using System.Text.RegularExpressions;

namespace Gauntlet.Pins;

/// <summary>Something that is pinned.</summary>
/// <param name="What">An image's repository, or owner/repository of an action.</param>
/// <param name="Version">Its tag.</param>
/// <param name="Mark">What the tag stood for when it was pinned: an image's digest, an action's commit.</param>
internal sealed record Pin(string What, string Version, string Mark);

/// <summary>The files of a repository that hold pins, as they are and as they would become.</summary>
internal sealed partial class PinnedFiles
{
    /// <summary>The host's own, whose text this tool is built from.</summary>
    public const string Tools = "build/Tools/ToolPins.cs";

    private static readonly string[] Folders = [".devcontainer", ".github", "docs/examples", "kind", "manifests"];
    private readonly string _root;
    private readonly Dictionary<string, string> _before;

    private PinnedFiles(string root, Dictionary<string, string> before) => (_root, _before) = (root, before);

    /// <summary>Pinned by <c>repository:tag@digest</c>, also in the three values that a chart has in place of it.</summary>
    public IReadOnlyList<Pin> Images => [.. Find(Image()).Concat(Find(ChartImage())).Distinct().Where(pin => pin.What != NodeImages)];

    /// <summary>Pinned by commit, with the tag as a comment.</summary>
    public IReadOnlyList<Pin> Actions => [.. Find(Action()).Distinct()];

    /// <summary>The image of kind's nodes, which belongs to a release of kind and so is none of <see cref="Images"/>.</summary>
    public const string NodeImages = "kindest/node";

    public string? this[string file] => _before.GetValueOrDefault(file);

    public static PinnedFiles Read(string root)
    {
        var files = Folders.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Concat(new[] { "action.yml", Tools }.Select(file => Path.Combine(root, file)).Where(File.Exists));
        return new PinnedFiles(root, files.Order(StringComparer.Ordinal)
            // As bytes: what begins a file stays where it is.
            .ToDictionary(file => Path.GetRelativePath(root, file).Replace('\\', '/'), file => Encoding.UTF8.GetString(File.ReadAllBytes(file))));
    }

    /// <summary>The files that change, with their new text.</summary>
    /// <param name="newer">What each pin becomes.</param>
    /// <param name="words">What else is replaced word for word.</param>
    public IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<Pin, Pin> newer, IReadOnlyDictionary<string, string> words)
    {
        var after = new Dictionary<string, string>();
        foreach (var (file, before) in _before)
        {
            var text = new[] { Image(), ChartImage(), Action() }.Aggregate(before, (text, form) => form.Replace(text, match => Raise(match, newer)));
            text = words.Aggregate(text, (text, word) => text.Replace(word.Key, word.Value, StringComparison.Ordinal));
            if (text != before)
            {
                after[file] = text;
            }
        }

        return after;
    }

    /// <summary>For people and for <c>git apply --unidiff-zero</c>. No replacement adds or removes a line.</summary>
    public void Print(IReadOnlyDictionary<string, string> after, TextWriter output)
    {
        foreach (var (file, text) in after)
        {
            output.WriteLine($"--- a/{file}\n+++ b/{file}");
            foreach (var (index, (old, now)) in _before[file].Split('\n').Zip(text.Split('\n')).Index().Where(line => line.Item.First != line.Item.Second))
            {
                output.WriteLine($"@@ -{index + 1} +{index + 1} @@\n-{old}\n+{now}");
            }
        }
    }

    public void Write(IReadOnlyDictionary<string, string> after)
    {
        foreach (var (file, text) in after)
        {
            File.WriteAllBytes(Path.Combine(_root, file), Encoding.UTF8.GetBytes(text));
        }
    }

    private IEnumerable<Pin> Find(Regex form) => _before.Values.SelectMany(text => form.Matches(text)).Select(PinOf);

    private static Pin PinOf(Match match) => new(match.Groups["what"].Value, match.Groups["version"].Value, match.Groups["mark"].Value);

    private static string Raise(Match match, IReadOnlyDictionary<Pin, Pin> newer)
    {
        if (!newer.TryGetValue(PinOf(match), out var raised))
        {
            return match.Value;
        }

        var parts = new[] { (match.Groups["version"], raised.Version), (match.Groups["mark"], raised.Mark) }.OrderByDescending(part => part.Item1.Index);
        return parts.Aggregate(match.Value, (text, part) =>
            text.Remove(part.Item1.Index - match.Index, part.Item1.Length).Insert(part.Item1.Index - match.Index, part.Item2));
    }

    [GeneratedRegex(@"(?<what>[a-z0-9](?:[a-z0-9._/-]|:\d+/)*):(?<version>\w[\w.-]*)@(?<mark>sha256:[0-9a-f]{64})")]
    private static partial Regex Image();

    [GeneratedRegex(@"repository: (?<what>\S+)\s+tag: (?<version>\S+)\s+digest: (?<mark>sha256:[0-9a-f]{64})")]
    private static partial Regex ChartImage();

    [GeneratedRegex(@"uses: (?<what>[\w.-]+/[\w.-]+)[\w./-]*@(?<mark>[0-9a-f]{40}) # (?<version>v[\w.-]+)")]
    private static partial Regex Action();
}

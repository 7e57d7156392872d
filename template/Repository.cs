using System.Security.Cryptography;

namespace Gauntlet.Template;

/// <summary>A repository that gets Gauntlet, or a newer version of it.</summary>
internal sealed class Repository(string root, IReadOnlyList<BundleFile> bundle, string version)
{
    public const string Help = """
        usage: gauntlet [folder]
        Brings Gauntlet into the repository in the folder (default: this one), or raises it to this version. The product's code is in build/gauntlet; stages of
        your own belong in build/Stages. What you changed or removed among manifests, kind and workflows stays as you have it.
        """;

    private const string Record = Bundle.Product + "/files.sha256";
    private const string VersionFile = Bundle.Product + "/version.txt";
    private const string Sample = "manifests/echo/";

    /// <summary>Brings it, or changes nothing; answers the exit code.</summary>
    public int Apply(TextWriter output, TextWriter error)
    {
        if (!Directory.Exists(root))
        {
            error.WriteLine($"error: there is no folder {root}.");
            return 2;
        }

        if (File.Exists(PathOf("build/Build.csproj")) && !File.Exists(PathOf(Record)))
        {
            error.WriteLine($"error: {root} has a build/Build.csproj of its own; Gauntlet's code goes into build/gauntlet. Move that project first.");
            return 2;
        }

        var before = ReadRecord();
        // Who has manifests needs no sample.
        var isBare = HasNoManifests(before);
        var wanted = bundle.Where(file => isBare || !file.Path.StartsWith(Sample, StringComparison.Ordinal) || before.ContainsKey(file.Path)).ToList();
        var changed = wanted.Where(file => file.Owner == Owner.Product && IsOfTheUser(file, before)).Select(file => file.Path).ToList();
        if (changed.Count > 0)
        {
            var (verb, them) = changed.Count == 1 ? ("is", "it") : ("are", "them");
            error.WriteLine($"error: {string.Join(", ", changed)} {verb} not as Gauntlet brought {them}, and nothing was changed. "
                + "Take the change back, or move the file; stages of your own belong in build/Stages.");
            return 1;
        }

        var kept = wanted.Where(file => file.Owner == Owner.User && IsOfTheUser(file, before)).Select(file => file.Path).ToList();
        var written = wanted.Where(file => !kept.Contains(file.Path) && HashOf(file.Path) != Hash(file.Content)).ToList();
        var removed = before.Where(entry => bundle.All(file => file.Path != entry.Key) && HashOf(entry.Key) == entry.Value).Select(entry => entry.Key).ToList();
        written.ForEach(Write);
        removed.ForEach(Remove);
        WriteRecord(wanted, before);
        Tell(output, before.Count > 0, written, removed, kept);
        return 0;
    }

    /// <summary>What is there and was not brought, or has changed since; also what was brought and has been removed.</summary>
    private bool IsOfTheUser(BundleFile file, Dictionary<string, string> before) => HashOf(file.Path) switch
    {
        null => file.Owner == Owner.User && before.ContainsKey(file.Path),
        var now => now != Hash(file.Content) && now != before.GetValueOrDefault(file.Path),
    };

    private bool HasNoManifests(Dictionary<string, string> before) =>
        before.Count == 0 && (!Directory.Exists(PathOf("manifests")) || !Directory.EnumerateFileSystemEntries(PathOf("manifests")).Any());

    private void Write(BundleFile file)
    {
        var path = PathOf(file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.Content);
        if (!OperatingSystem.IsWindows() && path.EndsWith(".sh", StringComparison.Ordinal))
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    private void Remove(string file)
    {
        File.Delete(PathOf(file));
        for (var folder = Path.GetDirectoryName(PathOf(file))!; !Directory.EnumerateFileSystemEntries(folder).Any(); folder = Path.GetDirectoryName(folder)!)
        {
            Directory.Delete(folder);
        }
    }

    private void Tell(TextWriter output, bool isUpgrade, List<BundleFile> written, List<string> removed, List<string> kept)
    {
        output.WriteLine($"Gauntlet {version} is in {root}: {written.Count} files written, {removed.Count} removed.");
        if (kept.Count > 0)
        {
            output.WriteLine($"Left as you have {(kept.Count == 1 ? "it" : "them")}: {string.Join(", ", kept)}.");
        }

        if (!isUpgrade)
        {
            output.WriteLine("Next: ./build.sh --target=Full --cluster=embedded (on Windows ./build.ps1); then commit what was written.");
        }
    }

    /// <summary>In the form of sha256sum, whose --check tells by hand what has changed.</summary>
    private void WriteRecord(List<BundleFile> wanted, Dictionary<string, string> before)
    {
        // What the user has of his own, and was never brought, is none of it.
        var lines = wanted.Where(file => HashOf(file.Path) == Hash(file.Content) || before.ContainsKey(file.Path))
            .OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => $"{Hash(file.Content)}  {file.Path}\n");
        File.WriteAllText(PathOf(VersionFile), version + "\n");
        File.WriteAllText(PathOf(Record), string.Concat(lines));
    }

    private Dictionary<string, string> ReadRecord() =>
        !File.Exists(PathOf(Record)) ? []
        : File.ReadLines(PathOf(Record)).Select(line => line.Split("  ", 2)).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[1], parts => parts[0]);

    private string? HashOf(string file) => File.Exists(PathOf(file)) ? Hash(File.ReadAllBytes(PathOf(file))) : null;

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private string PathOf(string file) => Path.Combine(root, file);
}

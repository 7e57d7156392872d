using System.Globalization;
using System.Text;

namespace Gauntlet.Workloads.Diagnostics;

/// <summary>The folder that is kept when the cluster is gone. Whoever puts files into it lets <see cref="Seal"/> look through them at the end.</summary>
public static class EvidenceFolder
{
    /// <summary>Name of the list of everything in the folder.</summary>
    public const string Index = "index.txt";

    /// <summary>What a log says last explains a failure; one file never needs more.</summary>
    private const int MostBytesOfFile = 2_000_000;

    /// <summary>Kept free for the index.</summary>
    private const int IndexReserve = 200_000;

    /// <summary>
    /// Takes credentials out of every file, shortens the largest ones from their beginning until the folder is within its bound, and writes the index.
    /// Files that are no text are removed, as nobody could tell what is in them.
    /// </summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="options">Bound and secrets.</param>
    /// <param name="missing">What could not be collected; listed in the index.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static EvidenceSummary Seal(string folder, DiagnosticsOptions options, IReadOnlyList<string> missing)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(missing);
        Directory.CreateDirectory(folder);
        File.Delete(Path.Combine(folder, Index));
        var cut = new List<string>();
        var sizes = new Dictionary<string, long>();
        var redactor = new Redactor(options.Secrets);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList())
        {
            if (Clean(folder, file, redactor, cut) is { } size)
            {
                sizes[file] = size;
            }
        }

        Shrink(folder, sizes, Math.Max(0, options.MostBytes - IndexReserve), cut);
        var bytes = sizes.Values.Sum() + WriteIndex(folder, sizes, cut, missing);
        return new EvidenceSummary(sizes.Count + 1, bytes, cut);
    }

    private static long? Clean(string folder, string file, Redactor redactor, List<string> cut)
    {
        var info = new FileInfo(file);
        if (info.LinkTarget is not null)
        {
            info.Delete();
            cut.Add($"{Name(folder, file)}: a link, removed");
            return null;
        }

        var (text, length) = (ReadTail(file, MostBytesOfFile), info.Length);
        if (text is null)
        {
            info.Delete();
            cut.Add($"{Name(folder, file)}: no text ({Bytes(length)}), removed");
            return null;
        }

        if (length > MostBytesOfFile)
        {
            cut.Add($"{Name(folder, file)}: the last {Bytes(MostBytesOfFile)} of {Bytes(length)}");
        }

        return Write(file, redactor.Redact(text));
    }

    private static void Shrink(string folder, Dictionary<string, long> sizes, long most, List<string> cut)
    {
        for (var total = sizes.Values.Sum(); total > most; total = sizes.Values.Sum())
        {
            var (file, size) = sizes.MaxBy(entry => entry.Value);
            // Down to the second largest at least halves the work; a tenth of the rest at a time would take many rounds.
            var keep = (int)Math.Max(0, Math.Min(size / 2, size - (total - most) / 2));
            if (keep < 1024)
            {
                File.Delete(file);
                sizes.Remove(file);
                cut.Add($"{Name(folder, file)}: left out ({Bytes(size)}), the folder is full");
            }
            else
            {
                sizes[file] = Write(file, ReadTail(file, keep) ?? "");
                cut.Add($"{Name(folder, file)}: the last {Bytes(sizes[file])} of {Bytes(size)}, the folder is full");
            }
        }
    }

    private static long WriteIndex(string folder, Dictionary<string, long> sizes, List<string> cut, IReadOnlyList<string> missing)
    {
        var text = new StringBuilder();
        Section(text, "Files", [.. sizes.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Value,10}  {Name(folder, entry.Key)}")]);
        Section(text, "Shortened or left out", cut);
        Section(text, "Unavailable", missing);
        return Write(Path.Combine(folder, Index), text.Length > IndexReserve ? text.ToString(0, IndexReserve) : text.ToString());
    }

    private static void Section(StringBuilder text, string title, IReadOnlyList<string> lines) =>
        text.Append(CultureInfo.InvariantCulture, $"{title}: {lines.Count}\n").AppendJoin("", lines.Select(line => $"  {line}\n")).Append('\n');

    /// <summary>The end of a file as text from the first whole line on; null when there is a NUL in it.</summary>
    private static string? ReadTail(string file, int most)
    {
        using var stream = File.OpenRead(file);
        var from = Math.Max(0, stream.Length - most);
        stream.Seek(from, SeekOrigin.Begin);
        var bytes = new byte[stream.Length - from];
        stream.ReadExactly(bytes);
        if (bytes.Contains((byte)0))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        var firstLine = text.IndexOf('\n', StringComparison.Ordinal);
        return from > 0 && firstLine >= 0 ? text[(firstLine + 1)..] : text;
    }

    private static long Write(string file, string text)
    {
        File.WriteAllText(file, text, new UTF8Encoding(false));
        return new FileInfo(file).Length;
    }

    private static string Name(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');

    private static string Bytes(long count) => count < 10_000 ? $"{count} B" : $"{count / 1000} kB";
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Rendering;

/// <summary>
/// The manifests as they were when a run began, in a folder: one file per object, and an index of where each came from. Every later part of the run reads
/// these and no others. Secrets lie in a hidden folder of their own, which no one else on the machine may read and which must not be handed on.
/// </summary>
public static partial class RenderedSet
{
    /// <summary>The version that is written; another one is refused.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Of files that only the owner may read. CI services leave hidden folders out of what they upload.</summary>
    public const string PrivateFolder = ".private";

    private const string Index = "index.json";
    private const string Objects = "objects";

    /// <summary>More than the manifests of any project; nothing larger is one of these files.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
    };

    /// <summary>Replaces the folder by a set without problems; answers its hash. A folder that is there is complete.</summary>
    /// <exception cref="IOException">It cannot be written; so too <see cref="UnauthorizedAccessException"/>.</exception>
    public static string Write(string folder, ManifestSet manifests)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(manifests);
        var draft = $"{folder}.{Environment.ProcessId}.tmp";
        try
        {
            var index = WriteDraft(draft, manifests);
            Delete(folder);
            Directory.Move(draft, folder);
            return index.Hash;
        }
        catch
        {
            Delete(draft);
            throw;
        }
    }

    /// <summary>Removes it; nothing happens where there is none.</summary>
    /// <exception cref="IOException">It cannot be removed; so too <see cref="UnauthorizedAccessException"/>.</exception>
    public static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Reads a set; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is damaged, was changed, or is of another version.</exception>
    /// <exception cref="IOException">It cannot be read; so too <see cref="UnauthorizedAccessException"/>.</exception>
    public static ManifestSet? Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var file = Path.Combine(folder, Index);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            var index = JsonNode.Parse(ReadText(file));
            if ((int?)index?["schemaVersion"] is var version && version != SchemaVersion)
            {
                throw new InvalidDataException(
                    $"its schemaVersion is {version?.ToString(CultureInfo.InvariantCulture) ?? "missing"}, and this build reads {SchemaVersion} only");
            }

            var read = index.Deserialize<RenderedIndex>(Json)!;
            if (read is not { Folder: not null, Objects: not null })
            {
                throw new InvalidDataException("it is damaged (the index lacks its folder or its objects)");
            }

            var objects = read.Objects.Select(entry => ReadObject(folder, entry)).ToList();
            return Hash(objects) == read.Hash ? ManifestSet.Of(read.Folder, objects) : throw new InvalidDataException("it was changed after it was written");
        }
        catch (Exception e) when (
            e is JsonException or FormatException or InvalidOperationException or ArgumentException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"it is damaged ({e.Message.ReplaceLineEndings(" ").Trim()})", e);
        }
    }

    /// <summary>The name of the file of an object: its number comes first.</summary>
    internal static string FileName(int index, KubeObject item) =>
        string.Create(CultureInfo.InvariantCulture, $"{index:000}-{Unsafe().Replace($"{item.Kind.Name}-{item.Name}", "_")}.json").ToLowerInvariant();

    internal static string Text(JsonObject item) => item.ToJsonString(Json) + "\n";

    private static RenderedIndex WriteDraft(string folder, ManifestSet manifests)
    {
        Delete(folder);
        Directory.CreateDirectory(Path.Combine(folder, Objects));
        var entries = new List<RenderedEntry>();
        foreach (var (number, item) in manifests.Objects.Index())
        {
            var isSecret = item.Is<V1Secret>();
            var name = $"{(isSecret ? PrivateFolder : Objects)}/{FileName(number, item)}";
            entries.Add(new RenderedEntry(name, item.Kind, item.Namespace, item.Name, item.Origin));
            if (isSecret)
            {
                PrivateFiles.Create(Path.Combine(folder, PrivateFolder));
                PrivateFiles.Write(Path.Combine(folder, name), Text(item.Body));
            }
            else
            {
                File.WriteAllText(Path.Combine(folder, name), Text(item.Body));
            }
        }

        var index = new RenderedIndex(SchemaVersion, manifests.Name, Hash(manifests.Objects), entries);
        File.WriteAllText(Path.Combine(folder, Index), JsonSerializer.Serialize(index, Json) + "\n");
        return index;
    }

    /// <summary>What a file leaves out is null, whatever the type says.</summary>
    private static KubeObject ReadObject(string folder, RenderedEntry? entry)
    {
        if (entry is not { File: { } name, Kind: { Group: not null, Version: not null, Name: not null } kind, Origin: { File: not null } origin })
        {
            throw new InvalidDataException("it is damaged (an entry of the index lacks its file, kind or origin)");
        }

        var file = Path.GetFullPath(Path.Combine(folder, name));
        if (!file.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name} is outside of it");
        }

        return JsonNode.Parse(ReadText(file)) is JsonObject body && body["metadata"] is JsonObject metadata && metadata["name"] is JsonValue
            ? new KubeObject(kind, body, origin)
            : throw new InvalidDataException($"it is damaged ({name} holds no object)");
    }

    private static string ReadText(string file) =>
        new FileInfo(file).Length <= MostBytes ? File.ReadAllText(file) : throw new InvalidDataException($"{Path.GetFileName(file)} is too large");

    private static string Hash(IEnumerable<KubeObject> objects)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in objects)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(item.Body.ToJsonString() + "\n"));
        }

        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    [GeneratedRegex("[^A-Za-z0-9.-]")]
    private static partial Regex Unsafe();
}

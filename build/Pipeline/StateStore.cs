using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gauntlet.Build.Cli;
using Gauntlet.EmbeddedCluster.Client;

namespace Gauntlet.Build.Pipeline;

/// <summary>
/// Keeps the state in one JSON file, written atomically: the run, and beside it one property per slot under its stage's name.
/// A file of a newer version of the same schema is read: what it adds to a result is passed over, and a stage that is not known keeps its slot.
/// </summary>
public static class StateStore
{
    /// <summary>The version that this build writes, and whose later additions it reads.</summary>
    public const int SchemaVersion = 1;

    /// <summary>A state file is a few kilobytes; nothing larger is one.</summary>
    private const long MostBytes = 16 * 1024 * 1024;

    private const string Version = "schemaVersion";
    private const string Run = "run";

    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 32 };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireWhatHasNoNull } },
        MaxDepth = 32,
    };

    /// <summary>Reads the file, or answers null when there is none.</summary>
    /// <exception cref="UsageException">The file is damaged, unreadable or of another version.</exception>
    public static PipelineState? Load(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return new FileInfo(file).Length <= MostBytes
                ? Read(file, JsonNode.Parse(File.ReadAllText(file), documentOptions: Shallow))
                : throw Refusal(file, "is larger than a state file can be");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            throw Refusal(file, $"is damaged ({FirstLine(e.Message)})", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Refusal(file, $"cannot be read ({FirstLine(e.Message)})", e);
        }
    }

    /// <summary>Replaces the file in one step: a reader sees the old state or the new one.</summary>
    /// <exception cref="IOException">The folder or the disk does not take it.</exception>
    public static void Save(string file, PipelineState state)
    {
        var root = new JsonObject { [Version] = SchemaVersion, [Run] = JsonSerializer.SerializeToNode(state.Run, Json) };
        foreach (var (stage, slot) in state.Slots.Where(entry => entry.Slot is not null))
        {
            root[JsonNamingPolicy.CamelCase.ConvertName(stage)] = JsonSerializer.SerializeToNode(slot, slot!.GetType(), Json);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.Write(file, root.ToJsonString(Json) + "\n");
    }

    private static PipelineState Read(string file, JsonNode? document)
    {
        if (document is not JsonObject root || MajorVersion(root[Version]) is not { } version)
        {
            throw Refusal(file, "has no schemaVersion");
        }

        if (version != SchemaVersion)
        {
            throw Refusal(file, $"has schemaVersion {version}, and this build reads {SchemaVersion} only");
        }

        var state = new PipelineState { Run = root[Run].Deserialize<RunRecord>(Json) ?? throw new JsonException("it has no run") };
        foreach (var (key, slot) in root.Where(property => property.Value is JsonObject slot && slot.ContainsKey("outcome")))
        {
            var stage = state.Stages.Find(key);
            var type = typeof(StageSlot<>).MakeGenericType(stage?.Result ?? typeof(JsonObject));
            state = state.With(stage?.Name ?? StageName(key), (IStageSlot)slot.Deserialize(type, Json)!);
        }

        return state;
    }

    /// <summary>The whole part of 1, 1.2 or "1.2"; null where it is no version.</summary>
    private static int? MajorVersion(JsonNode? version) =>
        version is JsonValue value && decimal.TryParse(value.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= int.MaxValue
            ? (int)number
            : null;

    /// <summary>A stage that only a newer version knows, as that version names it.</summary>
    private static string StageName(string key) => key.Length == 0 ? key : char.ToUpperInvariant(key[0]) + key[1..];

    /// <summary>A value that may be null may also be absent, as nulls are not written; any other may not.</summary>
    private static void RequireWhatHasNoNull(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired |= property.AssociatedParameter is { IsNullable: false, HasDefaultValue: false };
        }
    }

    private static UsageException Refusal(string file, string what, Exception? inner = null) =>
        new($"The state file {file} {what}. Run --target=Validate to begin a new run, or delete the file.", inner!);

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd('.', '\r');
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gauntlet.Build.Cli;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.ForeignText;

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
    private const int MostBytes = 16 * 1024 * 1024;

    private const string Version = "schemaVersion";
    private const string Run = "run";

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
    /// <param name="file">Its path.</param>
    /// <param name="remedy">What to do where it cannot be used.</param>
    /// <exception cref="UsageException">The file is damaged, unreadable or of another version.</exception>
    public static PipelineState? Load(string file, string remedy = "Run --target=Validate to begin a new run, or delete the file.")
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return Read(ForeignJson.Parse(ForeignFile.Read(file, MostBytes)), Refusal);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            throw Refusal($"is damaged ({FirstLine(e.Message)})", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Refusal($"cannot be read ({FirstLine(e.Message)})", e);
        }

        UsageException Refusal(string what, Exception? inner) => new($"The state file {file} {what}. {remedy}", inner!);
    }

    /// <summary>Replaces the file in one step: a reader sees the old state or the new one.</summary>
    /// <exception cref="IOException">The folder or the disk does not take it.</exception>
    public static void Save(string file, PipelineState state)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.Write(file, Text(state));
    }

    /// <summary>What the file holds.</summary>
    internal static string Text(PipelineState state)
    {
        var root = new JsonObject { [Version] = SchemaVersion, [Run] = JsonSerializer.SerializeToNode(state.Run, Json) };
        foreach (var (stage, slot) in state.Slots.Where(entry => entry.Slot is not null))
        {
            root[JsonNamingPolicy.CamelCase.ConvertName(stage)] = JsonSerializer.SerializeToNode(slot, slot!.GetType(), Json);
        }

        return root.ToJsonString(Json) + "\n";
    }

    private static PipelineState Read(JsonNode document, Func<string, Exception?, UsageException> refusal)
    {
        if (document is not JsonObject root || MajorVersion(root[Version]) is not { } version)
        {
            throw refusal("has no schemaVersion", null);
        }

        if (version != SchemaVersion)
        {
            throw refusal($"has schemaVersion {version}, and this build reads {SchemaVersion} only", null);
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

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd('.', '\r');
}

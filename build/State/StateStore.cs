using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gauntlet.Build.Options;

namespace Gauntlet.Build.State;

/// <summary>Keeps the state in one JSON file, written atomically.</summary>
public static class StateStore
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireWhatHasNoNull } },
        MaxDepth = 32,
    };

    /// <summary>A state file is a few kilobytes; a larger one is none of ours.</summary>
    private const long MostBytes = 16 * 1024 * 1024;

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
            if (new FileInfo(file).Length > MostBytes)
            {
                throw Refusal(file, "is larger than a state file can be");
            }

            var document = JsonNode.Parse(File.ReadAllText(file), documentOptions: new JsonDocumentOptions { MaxDepth = 32 });
            if (document is not JsonObject root || root["schemaVersion"] is not JsonValue value || !value.TryGetValue<int>(out var version))
            {
                throw Refusal(file, "has no schemaVersion");
            }

            return version == PipelineState.CurrentSchema
                ? root.Deserialize<PipelineState>(Json)
                : throw Refusal(file, $"has schemaVersion {version}, and this build reads {PipelineState.CurrentSchema} only");
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
        var temporary = file + ".new";
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(temporary, JsonSerializer.Serialize(state, Json) + "\n");
        File.Move(temporary, file, overwrite: true);
    }

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

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Gauntlet.Metrics.Model;

/// <summary>Reads and writes metrics.json.</summary>
public static partial class MetricsJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The JSON Schema (draft 7) of the current version.</summary>
    public static string Schema
    {
        get
        {
            using var stream = typeof(MetricsJson).Assembly.GetManifestResourceStream("metrics.schema.json")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>The document as JSON.</summary>
    public static string Write(MetricsDocument document) => JsonSerializer.Serialize(document, Options) + "\n";

    /// <summary>Writes the document so that a reader sees the old file or the new one, never a part.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(MetricsDocument document, string path) => WholeFile.Write(path, Encoding.UTF8.GetBytes(Write(document)));

    /// <summary>Reads a document of this version or an older one.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where it is from, for messages.</param>
    /// <exception cref="MetricsFormatException">Not a document, or of a version that is not known.</exception>
    public static MetricsDocument Read(string json, string source = "metrics.json")
    {
        try
        {
            return Read(JsonNode.Parse(json), source);
        }
        catch (JsonException e)
        {
            throw Damaged(source, e);
        }
    }

    /// <summary>The same of JSON that is parsed already.</summary>
    /// <exception cref="MetricsFormatException">Not a document, or of a version that is not known.</exception>
    public static MetricsDocument Read(JsonNode? json, string source)
    {
        try
        {
            if (json is not JsonObject root || root["schemaVersion"] is not JsonValue value || !value.TryGetValue(out int version))
            {
                throw new MetricsFormatException(
                    $"{source} has no whole schemaVersion: it is not a metrics document. Run the target LoadTest to write a new one.");
            }

            return version switch
            {
                MetricsDocument.CurrentSchemaVersion => Deserialize(root, source),
                1 => Deserialize(MetricsMigration.FromVersion1(root), source),
                _ => throw new MetricsFormatException(
                    $"{source} has schemaVersion {version}; this version reads 1 and {MetricsDocument.CurrentSchemaVersion}. "
                    + "Read it with the version that wrote it, or run the target LoadTest to write a new one."),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) // the last: a name twice
        {
            throw Damaged(source, e);
        }
    }

    private static MetricsFormatException Damaged(string source, Exception cause)
    {
        // A path in quotes holds a name that is none of ours.
        var place = cause is JsonException { Path: { } path } && !path.Contains('\'', StringComparison.Ordinal) ? $" at {path}" : "";
        return new MetricsFormatException($"{source} is damaged{place}. Run the target LoadTest to write a new one.", cause);
    }

    private static MetricsDocument Deserialize(JsonObject root, string source)
    {
        var document = root.Deserialize<MetricsDocument>(Options) ?? throw new MetricsFormatException($"{source} is empty.");
        return HasOurWords(document)
            ? document
            : throw new MetricsFormatException(
                $"{source} is damaged: it names a percentile definition, a kind of failure or an outcome that there is none of. "
                + "Run the target LoadTest to write a new one.");
    }

    /// <summary>A file of a fork is a stranger's: where reports show a word of ours, it has to be one.</summary>
    private static bool HasOurWords(MetricsDocument document) =>
        Definition().IsMatch(document.Percentiles.Definition)
        && new[] { document.Header.Machine, document.Header.Versions, document.Header.Options }.SelectMany(texts => texts.Values).All(text => text is not null)
        && document.Routes.Append<GroupMetrics>(document.Overall).Select(group => group?.FailuresByKind)
            .Concat(document.Seconds.Select(second => second?.FailuresByKind))
            .All(kinds => kinds?.Keys.All(FailureKinds.IsKnown) == true)
        && document.Routes.All(route => route.Seconds.All(second => second is not null))
        && document.Routes.Append<GroupMetrics>(document.Overall).All(group => group.DroppedByCause?.Keys.All(DropCauses.IsKnown) == true)
        && (document.Thresholds ?? []).All(threshold => threshold is not null && Enum.IsDefined(threshold.Outcome) && Enum.IsDefined(threshold.Unit));

    [GeneratedRegex("^R[1-9]\\z")]
    private static partial Regex Definition();
}

/// <summary>A metrics document that cannot be read; the message names the remedy.</summary>
public sealed class MetricsFormatException(string message, Exception? inner = null) : FormatException(message, inner);

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gauntlet.ObjectRules;

/// <summary>
/// A value inside an object, with its path and the list that its problems go to. What is absent or of another type reads as nothing: types are
/// checked elsewhere,
/// and a rule must survive whatever somebody wrote.
/// </summary>
internal readonly struct Field(JsonNode? node, string path, List<ObjectProblem> problems)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public JsonNode? Node => node;

    public string Path => path;

    public bool Exists => node is not null;

    public bool IsObject => node is JsonObject;

    /// <summary>Nothing is written here: absent, null or an empty text.</summary>
    public bool IsBlank => node is null || Text is "";

    /// <summary>An empty text where nothing is written; null where something else than text is.</summary>
    public string? TextOrEmpty => node is null ? "" : Text;

    public string? Text => TextOf(node);

    public bool Flag => node is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public long? Number => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The entries of a list.</summary>
    public IEnumerable<Field> Items
    {
        get
        {
            var (list, start, all) = (node as JsonArray, path, problems);
            return list is null ? [] : list.Select((item, index) => new Field(item, $"{start}[{index}]", all));
        }
    }

    /// <summary>The entries of a map; the path of each ends in its key in brackets.</summary>
    public IEnumerable<(string Key, Field Value)> Entries
    {
        get
        {
            var (map, start, all) = (node as JsonObject, path, problems);
            return map is null ? [] : map.Select(entry => (entry.Key, new Field(entry.Value, $"{start}[{entry.Key}]", all)));
        }
    }

    public int Count => node switch { JsonArray list => list.Count, JsonObject map => map.Count, _ => 0 };

    public Field this[string name] =>
        new(node is JsonObject map && map.TryGetPropertyValue(name, out var child) ? child : null, path.Length == 0 ? name : $"{path}.{name}", problems);

    public Field this[string name, params ReadOnlySpan<string> more]
    {
        get
        {
            var field = this[name];
            foreach (var step in more)
            {
                field = field[step];
            }

            return field;
        }
    }

    /// <summary>The value of a map's entry, with the key in brackets.</summary>
    public Field Key(string key) => new(node is JsonObject map && map.TryGetPropertyValue(key, out var child) ? child : null, $"{path}[{key}]", problems);

    /// <summary>The same value under the path that the server names.</summary>
    public Field As(string otherPath) => new(node, otherPath, problems);

    /// <summary>The same value, whose problems go to another list.</summary>
    public Field Into(List<ObjectProblem> others) => new(node, path, others);

    /// <summary>Another value, whose problems go to the same list.</summary>
    public Field With(JsonNode value, string otherPath) => new(value, otherPath, problems);

    public void Required(string detail = "") => Add("FieldValueRequired", null, detail);

    /// <summary>A text that must be there.</summary>
    public void Needed()
    {
        if (IsBlank)
        {
            Required();
        }
    }

    public void Forbidden(string detail) => Add("FieldValueForbidden", null, detail);

    public void Invalid(string detail) => Add("FieldValueInvalid", Shown, detail);

    public void Invalid(long number, string detail) => Add("FieldValueInvalid", number.ToString(CultureInfo.InvariantCulture), detail);

    public void Invalid(string text, string detail) => Add("FieldValueInvalid", Quote(text), detail);

    public void Invalid(string text, IEnumerable<string> details)
    {
        foreach (var detail in details)
        {
            Invalid(text, detail);
        }
    }

    public void Duplicate(string text) => Add("FieldValueDuplicate", Quote(text), "");

    public void Duplicate() => Add("FieldValueDuplicate", Shown, "");

    public void NotFound(string detail = "") => NotFound(detail, []);

    /// <param name="detail">What there is not.</param>
    /// <param name="known">The names that there are.</param>
    public void NotFound(string detail, IReadOnlyList<string> known) =>
        problems.Add(new ObjectProblem(path, "FieldValueNotFound", node is null ? "\"\"" : Shown, detail) { Known = known });

    public void NotSupported(params IEnumerable<string> values) =>
        Add("FieldValueNotSupported", node is null ? "\"\"" : Shown, $"supported values: {string.Join(", ", values.Select(Quote))}");

    public void TooLong(int most) => Add("FieldValueTooLong", null, $"may not be more than {most} bytes");

    /// <summary>A text of an enumeration; nothing is written where the API has a default.</summary>
    public void OneOf(params string[] values)
    {
        if (!IsBlank && Text is { } text && !values.Contains(text))
        {
            NotSupported(values);
        }
    }

    /// <summary>Takes over problems that were looked for apart.</summary>
    public void Take(IEnumerable<ObjectProblem> found) => problems.AddRange(found);

    public void NotNegative()
    {
        if (Number < 0)
        {
            Invalid("must be greater than or equal to 0");
        }
    }

    public void Between(long least, long most)
    {
        if (Number is { } number && (number < least || number > most))
        {
            Invalid($"must be between {least} and {most}, inclusive");
        }
    }

    private string Shown => node is null ? "null" : Text is { } text ? Quote(text) : Json(node);

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)}\"";

    private void Add(string reason, string? value, string detail) => problems.Add(new ObjectProblem(path, reason, value, detail));

    private static string Json(JsonNode node)
    {
        try
        {
            return node.ToJsonString(Plain);
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            return "<unreadable>";
        }
    }

    /// <summary>Null also for a text that is no valid Unicode, which cannot be read at all.</summary>
    internal static string? TextOf(JsonNode? node)
    {
        try
        {
            return node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

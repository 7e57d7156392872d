using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s.Models;

namespace Gauntlet.Workloads.Objects;

/// <summary>A field that the client's type for an object does not have, or has of another type.</summary>
/// <param name="Path">The field.</param>
/// <param name="What">What is wrong with it; null where it is text in the API and no text in the object.</param>
internal sealed record ShapeProblem(string Path, string? What);

/// <summary>Holds an object against the client's type for its kind, field by field.</summary>
internal static class ObjectShape
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, Type>> Fields = [];

    public static IEnumerable<ShapeProblem> Check(JsonObject item, Type model) => OfFields(item, model, "");

    private static IEnumerable<ShapeProblem> Of(JsonNode? node, Type type, string path)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (node is null)
        {
            return [];
        }

        if (ItemOf(wanted, typeof(IDictionary<,>), 1) is { } value)
        {
            return node is JsonObject map ? map.SelectMany(entry => Of(entry.Value, value, FieldPath.Of(path, entry.Key)))
                : [new(path, "a mapping is wanted here")];
        }

        if (ItemOf(wanted, typeof(IList<>), 0) is { } item)
        {
            return node is JsonArray list ? list.SelectMany((entry, index) => OfItem(entry, item, FieldPath.Of(path, index)))
                : [new(path, "a list is wanted here")];
        }

        if (!IsValue(wanted))
        {
            return IsModel(wanted) ? node is JsonObject fields ? OfFields(fields, wanted, path) : [new(path, "a mapping is wanted here")] : [];
        }

        return IsOf(node, wanted) ? [] : [new(path, IsText(wanted) ? node is JsonValue ? null : "text is wanted here" : $"{Word(wanted)} is wanted here")];
    }

    private static IEnumerable<ShapeProblem> OfItem(JsonNode? entry, Type type, string path) =>
        entry is null ? [new(path, "the entry has no value")] : Of(entry, type, path);

    private static IEnumerable<ShapeProblem> OfFields(JsonObject item, Type model, string path)
    {
        var fields = Fields.GetOrAdd(model, static type => type.GetProperties()
            .Select(property => (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name, property.PropertyType))
            .Where(property => property.Name is not null).ToDictionary(property => property.Name!, property => property.PropertyType));
        return item.SelectMany(entry => fields.TryGetValue(entry.Key, out var type)
            ? Of(entry.Value, type, FieldPath.Of(path, entry.Key))
            : [new(FieldPath.Of(path, entry.Key), $"there is no such field{NearestName.Hint(entry.Key, fields.Keys)}")]);
    }

    private static Type? ItemOf(Type type, Type generic, int argument) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments()[argument] : null;

    private static bool IsModel(Type type) => type.Namespace == typeof(V1Pod).Namespace;

    private static bool IsText(Type type) => type == typeof(string) || type == typeof(DateTime) || type == typeof(byte[]);

    private static bool IsValue(Type type) =>
        IsText(type) || type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(IntOrString)
            || type == typeof(ResourceQuantity);

    private static bool IsOf(JsonNode node, Type type)
    {
        var kind = node.GetValueKind();
        return type == typeof(string) ? kind == JsonValueKind.String
            : type == typeof(bool) ? kind is JsonValueKind.True or JsonValueKind.False
            : type == typeof(DateTime) ? kind == JsonValueKind.String && node.AsValue().TryGetValue<string>(out var time)
                && DateTimeOffset.TryParse(time, System.Globalization.CultureInfo.InvariantCulture, out _)
            : type == typeof(byte[]) ? kind == JsonValueKind.String && node.AsValue().TryGetValue<string>(out var bytes)
                && Convert.TryFromBase64String(bytes, new byte[bytes.Length], out _)
            : type == typeof(ResourceQuantity) ? kind is JsonValueKind.String or JsonValueKind.Number
            : type == typeof(double) ? kind == JsonValueKind.Number
            : kind == JsonValueKind.Number ? IsWhole(node, type) : type == typeof(IntOrString) && kind == JsonValueKind.String;
    }

    private static bool IsWhole(JsonNode node, Type type) =>
        long.TryParse(node.ToJsonString(), out var number) && (type == typeof(long) || number is >= int.MinValue and <= int.MaxValue);

    private static string Word(Type type) =>
        type == typeof(bool) ? "true or false" : type == typeof(IntOrString) || type == typeof(ResourceQuantity) ? "a number or text" : "a whole number";
}

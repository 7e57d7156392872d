using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gauntlet.EmbeddedCluster.Storage;
using k8s.Models;

namespace Gauntlet.EmbeddedCluster.Api.Admission;

internal enum FieldShape
{
    Anything,
    Text,
    Number,
    Flag,
    NumberOrText,
    Quantity,
    Bytes,
    Object,
    Map,
    List,
}

/// <summary>What a field may hold.</summary>
internal sealed class FieldModel(FieldShape shape, Func<IReadOnlyDictionary<string, FieldModel>>? fields = null, FieldModel? item = null)
{
    private IReadOnlyDictionary<string, FieldModel>? _fields;

    public FieldShape Shape { get; } = shape;

    public FieldModel? Item { get; } = item;

    /// <summary>Read when first needed: kinds contain themselves.</summary>
    public IReadOnlyDictionary<string, FieldModel> Fields => _fields ??= fields?.Invoke() ?? new Dictionary<string, FieldModel>();

    public string Word => Shape switch
    {
        FieldShape.Text => "string",
        FieldShape.Bytes => "[]uint8",
        FieldShape.Number => "int32",
        FieldShape.Flag => "bool",
        FieldShape.List => "slice",
        FieldShape.Map => "map",
        FieldShape.NumberOrText => "intstr.IntOrString",
        FieldShape.Quantity => "resource.Quantity",
        _ => "struct",
    };

    public bool Accepts(JsonValueKind kind) => Shape switch
    {
        FieldShape.Text or FieldShape.Bytes => kind == JsonValueKind.String,
        FieldShape.Number => kind == JsonValueKind.Number,
        FieldShape.Flag => kind is JsonValueKind.True or JsonValueKind.False,
        FieldShape.NumberOrText or FieldShape.Quantity => kind is JsonValueKind.Number or JsonValueKind.String,
        FieldShape.Object or FieldShape.Map => kind == JsonValueKind.Object,
        FieldShape.List => kind == JsonValueKind.Array,
        _ => true,
    };
}

/// <summary>The fields of the built-in kinds, read from the Kubernetes client library's model classes.</summary>
internal sealed class KindModels
{
    private static readonly Dictionary<(string, string, string), Type> Kinds = typeof(V1Pod).Assembly.GetExportedTypes()
        .Select(type => (Type: type, Kind: type.GetCustomAttribute<KubernetesEntityAttribute>()))
        .Where(entry => entry.Kind is not null && !entry.Type.Name.EndsWith("List", StringComparison.Ordinal))
        .GroupBy(entry => (entry.Kind!.Group ?? "", entry.Kind.ApiVersion, entry.Kind.Kind))
        .ToDictionary(group => group.Key, group => group.First().Type);

    private readonly ConcurrentDictionary<Type, FieldModel> _models = new();

    public FieldModel? Find(ResourceType type) => Kinds.TryGetValue((type.Group, type.Version, type.Kind), out var model) ? Describe(model) : null;

    private FieldModel Describe(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string) || type == typeof(DateTime) || type == typeof(DateTimeOffset))
        {
            return new FieldModel(FieldShape.Text);
        }

        if (type == typeof(byte[]))
        {
            return new FieldModel(FieldShape.Bytes);
        }

        if (type == typeof(bool))
        {
            return new FieldModel(FieldShape.Flag);
        }

        if (type.IsPrimitive)
        {
            return new FieldModel(FieldShape.Number);
        }

        if (type == typeof(IntOrString))
        {
            return new FieldModel(FieldShape.NumberOrText);
        }

        if (type == typeof(ResourceQuantity))
        {
            return new FieldModel(FieldShape.Quantity);
        }

        if (type == typeof(object) || type.Namespace != typeof(V1Pod).Namespace)
        {
            return type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? Collection(type) : new FieldModel(FieldShape.Anything);
        }

        return _models.GetOrAdd(type, _ => new FieldModel(FieldShape.Object, () => Fields(type)));
    }

    private FieldModel Collection(Type type) => type.GetGenericArguments() is [var key, var value] && key == typeof(string)
        ? new FieldModel(FieldShape.Map, item: Describe(value))
        : new FieldModel(FieldShape.List, item: Describe(type.GetGenericArguments()[0]));

    private Dictionary<string, FieldModel> Fields(Type type) => type.GetProperties()
        .Select(property => (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name, property.PropertyType))
        .Where(entry => entry.Name is not null)
        .ToDictionary(entry => entry.Name!, entry => Describe(entry.PropertyType), StringComparer.Ordinal);
}

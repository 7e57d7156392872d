using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Objects;

/// <summary>The kinds of the API: those that the client has a type for, and those that a set of manifests defines.</summary>
internal sealed class KindTable(IEnumerable<ObjectKind> defined)
{
    private static readonly Assembly Client = typeof(V1Pod).Assembly;
    private static readonly ConcurrentDictionary<Type, ObjectKind> OfTypes = [];
    private static readonly Lazy<IReadOnlyList<ObjectKind>> AllBuiltIn = new(() =>
        [.. Client.GetTypes().Where(type => typeof(IKubernetesObject<V1ObjectMeta>).IsAssignableFrom(type) && type.IsDefined(typeof(KubernetesEntityAttribute)))
            .Select(Of)]);

    private readonly Dictionary<(string ApiVersion, string Name),
    ObjectKind> _defined = defined.DistinctBy(kind => (kind.ApiVersion, kind.Name)).ToDictionary(kind => (kind.ApiVersion, kind.Name));

    /// <summary>Every kind that the client has a type for; to list them takes long.</summary>
    public static IReadOnlyList<ObjectKind> BuiltIn => AllBuiltIn.Value;

    /// <summary>The kind of a type of the client.</summary>
    public static ObjectKind Of(Type type) => OfTypes.GetOrAdd(type, static type =>
    {
        var entity = type.GetCustomAttribute<KubernetesEntityAttribute>() ?? throw new ArgumentException($"{type.Name} is no kind of the API.", nameof(type));
        return new ObjectKind(entity.Group ?? "", entity.ApiVersion, entity.Kind, entity.PluralName, IsNamespaced(entity));
    });

    /// <summary>The type that the client has for a kind; null where it has none.</summary>
    public static Type? TypeOf(string apiVersion, string name)
    {
        var (group, version) = Split(apiVersion);
        if (version.Length == 0 || name.Length == 0)
        {
            return null;
        }

        // Where two groups have a kind of one name, the types carry their group: Corev1Event.
        var prefix = Capital(group.Length == 0 ? "core" : group.Split('.')[0]);
        return new[] { Capital(version) + name, prefix + version + name }
            .Select(type => Client.GetType($"k8s.Models.{type}"))
            .FirstOrDefault(type => type?.GetCustomAttribute<KubernetesEntityAttribute>() is { } entity && (entity.Group ?? "") == group
                && entity.ApiVersion == version && entity.Kind == name
                && typeof(IKubernetesObject<V1ObjectMeta>).IsAssignableFrom(type));
    }

    /// <summary>"group/version", or the version alone for the core.</summary>
    public static (string Group, string Version) Split(string? apiVersion) =>
        (apiVersion ?? "").Split('/') is [var group, var version] ? (group, version) : ("", apiVersion ?? "");

    /// <summary>A kind that is built in or defined here; null for any other.</summary>
    public ObjectKind? Find(string apiVersion, string name) =>
        _defined.TryGetValue((apiVersion, name), out var kind) ? kind : TypeOf(apiVersion, name) is { } type ? Of(type) : null;

    /// <summary>The kinds that a CustomResourceDefinition defines, one for each version; none where the object is no such thing.</summary>
    public static IEnumerable<ObjectKind> DefinedBy(JsonObject item)
    {
        if (Text(item["kind"]) != "CustomResourceDefinition" || item["spec"] is not JsonObject spec || spec["names"] is not JsonObject names)
        {
            return [];
        }

        var (group, kind, plural, scope) = (Text(spec["group"]), Text(names["kind"]), Text(names["plural"]), Text(spec["scope"]));
        return group is null || kind is null || plural is null
            ? []
            : (spec["versions"] as JsonArray ?? []).OfType<JsonObject>().Select(version => Text(version["name"])).OfType<string>()
                .Select(version => new ObjectKind(group, version, kind, plural, scope == "Namespaced"));
    }

    /// <summary>Types do not say whether their objects live in a namespace; the client's operations on them do, by their names.</summary>
    private static bool IsNamespaced(KubernetesEntityAttribute entity)
    {
        var group = string.IsNullOrEmpty(entity.Group) ? "core" : entity.Group.Replace(".k8s.io", "", StringComparison.Ordinal);
        var name = string.Concat(group.Split('.').Append(entity.ApiVersion).Select(Capital));
        return Client.GetType($"k8s.I{name}Operations")?.GetMethod($"ReadNamespaced{entity.Kind}WithHttpMessagesAsync") is not null;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}

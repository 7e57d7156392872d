using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Objects;

/// <summary>One object of any kind, as it was written.</summary>
public sealed class KubeObject
{
    /// <summary>kubectl would take the namespace of the kubeconfig's context, which no other part of a run knows.</summary>
    private const string DefaultNamespace = "default";

    /// <summary>A pod that is there before one of these waits for it, or starts without.</summary>
    private static readonly string[] NeededByPods =
    [
        "ConfigMap", "Secret", "ServiceAccount", "LimitRange", "ResourceQuota", "PriorityClass", "RuntimeClass", "Role", "RoleBinding", "ClusterRole",
        "ClusterRoleBinding", "NetworkPolicy",
    ];

    private object? _view;

    /// <summary>An object that names its kind and itself. It is named into the default namespace where its kind needs one and it gives none.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="body">All of it; belongs to the object from here on.</param>
    /// <param name="origin">Where it stands.</param>
    public KubeObject(ObjectKind kind, JsonObject body, Origin origin)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(body);
        var metadata = body["metadata"]!.AsObject();
        var space = (string?)metadata["namespace"] is { Length: > 0 } given ? given : null;
        if (space is null && kind.IsNamespaced == true)
        {
            metadata["namespace"] = space = DefaultNamespace;
        }

        (Kind, Body, Origin) = (kind, body, origin);
        Reference = new ObjectReference(kind.Group, kind.Name, kind.IsNamespaced == false ? null : space, (string)metadata["name"]!);
    }

    /// <summary>Its kind.</summary>
    public ObjectKind Kind { get; }

    /// <summary>All of it; read only, as every stage sees the same.</summary>
    public JsonObject Body { get; }

    /// <summary>Where it stands.</summary>
    public Origin Origin { get; }

    /// <summary>Its name among all objects.</summary>
    public ObjectReference Reference { get; }

    /// <summary>Null for an object that lives in none.</summary>
    public string? Namespace => Reference.Namespace;

    /// <summary>Within the namespace.</summary>
    public string Name => Reference.Name;

    /// <summary>When it is applied.</summary>
    internal ApplyPhase Phase =>
        Is<V1Namespace>() ? ApplyPhase.Namespaces : Is<V1CustomResourceDefinition>() ? ApplyPhase.Definitions : ApplyPhase.Objects;

    /// <summary>Whether it is applied before the workloads of its phase, as by kustomize and helm.</summary>
    internal bool ComesFirst => NeededByPods.Contains(Kind.Name);

    /// <summary>The object as the client's type for it; null where it is of another kind.</summary>
    /// <exception cref="System.Text.Json.JsonException">A field is of another type than the client's.</exception>
    public T? As<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        Is<T>() ? (T)(_view ??= KubernetesJson.Deserialize<T>(Body.ToJsonString())) : null;

    /// <summary>Whether it is of a kind.</summary>
    public bool Is<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => KindTable.Of(typeof(T)) is var kind && kind.Name == Kind.Name && kind.ApiVersion == Kind.ApiVersion;

    /// <summary>The same object, of a kind that the cluster told more of.</summary>
    public KubeObject With(ObjectKind kind) => new(kind, Body.DeepClone().AsObject(), Origin);

    /// <summary>What is wrong with one of its fields, on the line of the field.</summary>
    internal ManifestProblem Problem(string field, string what, string remedy) => Origin.Problem(field, what, remedy);

    /// <summary>Its reference.</summary>
    public override string ToString() => Reference.ToString();
}

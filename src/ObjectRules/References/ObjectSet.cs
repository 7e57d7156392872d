using System.Text.Json.Nodes;

namespace Gauntlet.ObjectRules.References;

/// <summary>The objects of a set and of the cluster, by kind, namespace and name.</summary>
internal sealed class ObjectSet
{
    private readonly Dictionary<(string Group, string Kind, string Space, string Name), Field> _objects = [];
    private readonly Lazy<List<(string Space, PodTemplate Template)>> _templates;
    private readonly ClusterContent _cluster;

    public ObjectSet(IEnumerable<JsonObject> objects, ClusterContent cluster)
    {
        _cluster = cluster;
        foreach (var item in cluster.Objects.Concat(objects).Select(item => new Field(item, "", [])))
        {
            var group = Rules.GroupOf(item["apiVersion"].Text ?? "");
            _objects[(group, item["kind"].Text ?? "", NamespaceOf(item), item["metadata", "name"].Text ?? "")] = item;
        }

        _templates = new(() =>
        [
            .. from item in _objects.Values
               let template = PodTemplate.Of(item)
               where template is not null
               select (NamespaceOf(item), template),
        ]);
    }

    public string NamespaceOf(Field item) => item["metadata", "namespace"].Text is { Length: > 0 } space ? space : _cluster.DefaultNamespace;

    /// <summary>An object of a namespace; null also where it only may be there.</summary>
    public Field? Find(string group, string kind, string space, string? name) =>
        name is not null && _objects.TryGetValue((group, kind, space, name), out var item) ? item : null;

    /// <summary>An object of the cluster, whatever namespace its file names.</summary>
    public Field? FindAnywhere(string group, string kind, string? name) =>
        _objects.Where(entry => entry.Key.Group == group && entry.Key.Kind == kind && entry.Key.Name == name)
            .Select(entry => (Field?)entry.Value).FirstOrDefault();

    /// <summary>The object that a field names. Where there is none, that is a problem of the field's, unless the cluster may have it.</summary>
    public Field? Resolve(Field name, string group, string kind, string space, bool optional = false)
    {
        if (name.Text is not { Length: > 0 } text)
        {
            return null;
        }

        if (Find(group, kind, space, text) is { } found)
        {
            return found;
        }

        if (!optional && !MayHaveMore(space) && !_cluster.InEveryNamespace.Contains((kind, text)))
        {
            name.NotFound($"there is no {kind} of this name in the namespace {space}");
        }

        return null;
    }

    /// <summary>The same for a kind that no namespace has.</summary>
    public Field? ResolveAnywhere(Field name, string group, string kind)
    {
        if (name.Text is not { Length: > 0 } text)
        {
            return null;
        }

        var found = FindAnywhere(group, kind, text);
        if (found is null && !_cluster.MayHaveMore)
        {
            name.NotFound($"there is no {kind} of this name");
        }

        return found;
    }

    public IReadOnlyList<PodTemplate> Pods(string space, Func<Field, bool> selects) =>
        [.. _templates.Value.Where(entry => entry.Space == space && selects(entry.Template.Labels)).Select(entry => entry.Template)];

    /// <summary>Whether pods may be in a namespace that nothing here tells of: the cluster's own, or those of an operator's custom resource.</summary>
    public bool MayHaveOtherPods(string space) =>
        MayHaveMore(space) || _objects.Keys.Any(key => key.Space == space && key.Group.Contains('.', StringComparison.Ordinal)
            && !key.Group.EndsWith(".k8s.io", StringComparison.Ordinal));

    private bool MayHaveMore(string space) => _cluster.MayHaveMore || _cluster.OwnNamespaces.Contains(space);
}

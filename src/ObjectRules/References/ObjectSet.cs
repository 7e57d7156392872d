using System.Text.Json.Nodes;

namespace Gauntlet.ObjectRules.References;

/// <summary>The objects of a set and of the cluster, by kind, namespace and name.</summary>
internal sealed class ObjectSet
{
    private readonly Dictionary<(string Group, string Kind, string Space, string Name), Field> _objects = [];
    private readonly Lazy<Makers> _makers;
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

        _makers = new(() => new Makers([.. _objects.Select(entry => (entry.Key.Group, entry.Key.Kind, entry.Key.Space, entry.Value))]));
        _templates = new(() =>
        [
            .. from item in _objects.Values
               let template = PodTemplate.Of(item)
               where template is not null
               select (NamespaceOf(item), template),
        ]);
    }

    /// <summary>What is missing here, and may be there all the same: on the cluster, or made by something of the set.</summary>
    public List<ObjectProblem> Assumed { get; } = [];

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

        if (!optional && !IsOwn(space) && !_cluster.InEveryNamespace.Contains((kind, text)))
        {
            var known = _objects.Keys.Where(key => (key.Group, key.Kind, key.Space) == (group, kind, space)).Select(key => key.Name).ToList();
            (_cluster.MayHaveMore || _makers.Value.MayMake(group, kind, space) ? name.Into(Assumed) : name)
                .NotFound($"there is no {kind} of this name in the namespace {space}", known);
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
        if (found is null)
        {
            var known = _objects.Keys.Where(key => key.Group == group && key.Kind == kind).Select(key => key.Name).ToList();
            (_cluster.MayHaveMore ? name.Into(Assumed) : name).NotFound($"there is no {kind} of this name", known);
        }

        return found;
    }

    public IReadOnlyList<PodTemplate> Pods(string space, Func<Field, bool> selects) =>
        [.. _templates.Value.Where(entry => entry.Space == space && selects(entry.Template.Labels)).Select(entry => entry.Template)];

    /// <summary>Says of a selector that it selects nothing. Pods may be there that nothing here tells of: the cluster's, or those of an operator.</summary>
    public void SelectsNothing(Field selector, string space)
    {
        if (!IsOwn(space))
        {
            (_cluster.MayHaveMore || _makers.Value.MayMake("", "Pod", space) ? selector.Into(Assumed) : selector).Invalid("selects no pod of any workload");
        }
    }

    private bool IsOwn(string space) => _cluster.OwnNamespaces.Contains(space);
}

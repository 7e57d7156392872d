using System.Text.Json.Nodes;

namespace Gauntlet.ObjectRules.Security;

/// <summary>
/// The Pod Security Standards as version 1.35 of the API server's admission holds pods against them, for objects that make pods: there the server refuses
/// the pods, and the object only has none.
/// </summary>
public static class PodSecurity
{
    private static readonly string[] Lists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>Everything that keeps the pods of an object from the restricted level; nothing where it makes none.</summary>
    public static IReadOnlyList<PodSecurityViolation> Check(JsonObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var (root, found) = (new Field(item, "", []), new List<PodSecurityViolation>());
        if (PodTemplate.Of(root) is not { } template)
        {
            return found;
        }

        var annotations = (template.Path.Length == 0 ? root : template.Path.Split('.').Aggregate(root, (field, name) =>
            field[name]))["metadata", "annotations"];
        BaselineRules.Check(template.Spec, annotations, found);
        RestrictedRules.Check(template.Spec, found);
        return found;
    }

    /// <summary>The highest level that pods with these violations keep.</summary>
    public static PodSecurityLevel LevelOf(IEnumerable<PodSecurityViolation> violations)
    {
        ArgumentNullException.ThrowIfNull(violations);
        return violations.Select(violation => violation.Level - 1).Append(PodSecurityLevel.Restricted).Min();
    }

    /// <summary>All containers, which the levels do not tell apart.</summary>
    internal static IEnumerable<Field> Containers(Field spec) => Lists.SelectMany(list => spec[list].Items);

    /// <summary>The pod's own settings, then those of its containers.</summary>
    internal static IEnumerable<Field> Contexts(Field spec) => Containers(spec).Select(container =>
        container["securityContext"]).Prepend(spec["securityContext"]);
}

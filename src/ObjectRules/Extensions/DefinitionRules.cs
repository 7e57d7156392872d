using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Extensions;

/// <summary>Definitions of custom resources.</summary>
internal static class DefinitionRules
{
    public static void Check(Field item)
    {
        var (name, spec) = (item["metadata", "name"], item["spec"]);
        var (group, names, versions) = (spec["group"], spec["names"], spec["versions"]);
        if (name.Text is { Length: > 0 } text && text != $"{names["plural"].Text}.{group.Text}")
        {
            name.Invalid("must be spec.names.plural+\".\"+spec.group");
        }

        Group(group);
        Name(names["plural"], needed: true, mixed: false);
        Name(names["singular"], needed: false, mixed: false);
        Name(names["kind"], needed: true, mixed: true);
        Name(names["listKind"], needed: false, mixed: true);

        if (spec["scope"].IsBlank)
        {
            spec["scope"].Required();
        }
        else
        {
            spec["scope"].OneOf("Cluster", "Namespaced");
        }

        Versions(versions);
    }

    private static void Group(Field group)
    {
        if (group.IsBlank)
        {
            group.Required();
        }
        else if (group.Text is { } text)
        {
            group.Invalid(text, NameForms.Subdomain(text));
            if (!text.Contains('.', StringComparison.Ordinal))
            {
                group.Invalid("should be a domain with at least one dot");
            }
        }
    }

    private static void Name(Field name, bool needed, bool mixed)
    {
        if (name.IsBlank && needed)
        {
            name.Required();
        }
        else if (name.Text is { Length: > 0 } text)
        {
            name.Invalid(text, mixed
                ? NameForms.OldLabel(text.ToLowerInvariant()).Select(problem => $"may have mixed case, but should otherwise match: {problem}")
                : NameForms.OldLabel(text));
        }
    }

    private static void Versions(Field versions)
    {
        if (versions.Items.Count(version => version["storage"].Flag) != 1)
        {
            versions.Invalid("must have exactly one version marked as storage version");
        }

        var seen = versions.Items.Select(version => version["name"].Text).OfType<string>().ToList();
        if (seen.Distinct(StringComparer.Ordinal).Count() != seen.Count)
        {
            versions.Invalid("must contain unique version names");
        }

        foreach (var version in versions.Items)
        {
            if (version["name"].TextOrEmpty is { } text)
            {
                version["name"].Invalid(text, NameForms.OldLabel(text));
            }

            if (!version["schema", "openAPIV3Schema"].Exists)
            {
                version["schema", "openAPIV3Schema"].Required("schemas are required");
            }
        }
    }
}

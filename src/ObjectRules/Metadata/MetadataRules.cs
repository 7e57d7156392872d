using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Metadata;

/// <summary>Names, namespaces, labels, annotations, owners and finalizers, which every object has.</summary>
internal static class MetadataRules
{
    private static readonly string[] StandardFinalizers = ["kubernetes", "orphan", "foregroundDeletion"];

    /// <summary>The groups whose finalizers need a domain; those of others only ought to have one.</summary>
    private static readonly string[] BuiltIn = ["", "apps", "autoscaling", "batch", "policy", "networking.k8s.io", "rbac.authorization.k8s.io"];

    public static void Check(Field item, string group, string kind)
    {
        var metadata = item["metadata"];
        Name(metadata, ObjectNames.FormOf(group, kind));
        var space = metadata["namespace"];
        if (space.Text is { Length: > 0 } text)
        {
            space.Invalid(text, NameForms.Label(text));
        }

        LabelRules.Labels(metadata["labels"]);
        LabelRules.Annotations(metadata["annotations"]);
        Owners(metadata["ownerReferences"]);
        Finalizers(metadata["finalizers"], BuiltIn.Contains(group));
    }

    private static void Name(Field metadata, Func<string, IEnumerable<string>> form)
    {
        var (name, prefix) = (metadata["name"], metadata["generateName"]);
        if (prefix.Text is { Length: > 0 } start)
        {
            prefix.Invalid(start, form(ObjectNames.WithoutTrailingDash(start)));
        }

        if (name.Text is { Length: > 0 } text)
        {
            name.Invalid(text, form(text));
        }
        else if (name.IsBlank && prefix.IsBlank)
        {
            name.Required("name or generateName is required");
        }
    }

    private static void Owners(Field owners)
    {
        foreach (var owner in owners.Items)
        {
            foreach (var (name, what) in new[] { ("apiVersion", "version"), ("kind", "kind"), ("name", "name"), ("uid", "uid") })
            {
                if (owner[name].IsBlank)
                {
                    owner[name].As($"{owners.Path}.{name}").Invalid("", $"{what} must not be empty");
                }
            }
        }
    }

    private static void Finalizers(Field finalizers, bool builtIn)
    {
        foreach (var finalizer in finalizers.Items)
        {
            if (finalizer.Text is not { } text)
            {
                continue;
            }

            finalizers.Invalid(text, NameForms.QualifiedName(text));
            if (builtIn && !text.Contains('/', StringComparison.Ordinal) && !StandardFinalizers.Contains(text))
            {
                finalizer.Invalid("name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }
}

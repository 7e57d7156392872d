using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Pods;

/// <summary>The environment of containers: names, and where values come from.</summary>
internal static class EnvironmentRules
{
    private static readonly string[] PodFields =
    [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ];

    private static readonly string[] OtherPodFields =
        ["metadata.annotations", "metadata.labels", "spec.host", "spec.restartPolicy", "spec.schedulerName", "status.phase"];

    private static readonly string[] Resources =
        ["limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"];

    private static readonly string[] Sources = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];

    public static void Check(Field variables)
    {
        foreach (var variable in variables.Items)
        {
            var name = variable["name"];
            if (name.IsBlank)
            {
                name.Required();
            }
            else if (name.Text is { } text)
            {
                name.Invalid(text, NameForms.VariableName(text));
            }

            ValueFrom(variable["valueFrom"], !variable["value"].IsBlank);
        }
    }

    /// <summary>Whole ConfigMaps and Secrets.</summary>
    public static void CheckFrom(Field sources)
    {
        foreach (var source in sources.Items)
        {
            if (source["prefix"].Text is { Length: > 0 } prefix)
            {
                source["prefix"].Invalid(prefix, NameForms.VariableName(prefix));
            }

            var given = new[] { source["configMapRef"], source["secretRef"] }.Where(reference => reference.Exists).ToList();
            foreach (var reference in given)
            {
                var name = reference["name"];
                if (name.IsBlank)
                {
                    name.Required();
                }
                else if (name.Text is { } text)
                {
                    name.Invalid(text, NameForms.Subdomain(text));
                }
            }

            if (given.Count != 1)
            {
                sources.Invalid("", given.Count == 0 ? "must specify one of: `configMapRef` or `secretRef`"
                    : "may not have more than one field specified at a time");
            }
        }
    }

    private static void ValueFrom(Field from, bool hasValue)
    {
        if (!from.Exists)
        {
            return;
        }

        PodField(from["fieldRef"]);
        Resource(from["resourceFieldRef"]);
        KeyOf(from["configMapKeyRef"]);
        KeyOf(from["secretKeyRef"]);
        var count = Sources.Count(name => from[name].Exists);
        if (count == 0)
        {
            from.Invalid("", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
        }
        else if (hasValue)
        {
            from.Invalid("", "may not be specified when `value` is not empty");
        }
        else if (count > 1)
        {
            from.Invalid("", "may not have more than one field specified at a time");
        }
    }

    private static void PodField(Field reference)
    {
        var path = reference["fieldPath"];
        if (!reference.Exists)
        {
            return;
        }

        if (path.IsBlank)
        {
            path.Required();
        }
        else if (path.Text is { } text && !PodFields.Contains(text) && !text.EndsWith(']'))
        {
            if (OtherPodFields.Contains(text))
            {
                path.NotSupported(PodFields);
            }
            else
            {
                path.Invalid($"error converting fieldPath: field label not supported: {text}");
            }
        }
    }

    private static void Resource(Field reference)
    {
        var resource = reference["resource"];
        if (reference.Exists && resource.IsBlank)
        {
            resource.Required();
        }
        else if (resource.Text is { } text && !Resources.Contains(text) && !text.Contains(".hugepages-", StringComparison.Ordinal))
        {
            resource.NotSupported(Resources);
        }
    }

    private static void KeyOf(Field reference)
    {
        if (!reference.Exists)
        {
            return;
        }

        var (name, key) = (reference["name"], reference["key"]);
        if (name.TextOrEmpty is { } text)
        {
            name.Invalid(text, NameForms.Subdomain(text));
        }

        if (key.IsBlank)
        {
            key.Required();
        }
        else if (key.Text is { } wanted)
        {
            key.Invalid(wanted, NameForms.DataKey(wanted));
        }
    }
}

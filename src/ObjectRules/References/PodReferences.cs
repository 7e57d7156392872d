namespace Gauntlet.ObjectRules.References;

/// <summary>What pods need before they start: configuration, claims, an account, and ports that their probes name.</summary>
internal static class PodReferences
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] PortHandlers = ["httpGet", "tcpSocket"];

    public static void Check(PodTemplate template, ObjectSet set, string space)
    {
        set.Resolve(template.Spec["serviceAccountName"], "", "ServiceAccount", space);
        foreach (var volume in template.Spec["volumes"].Items)
        {
            Volume(volume, set, space);
        }

        foreach (var container in template.Containers)
        {
            Environment(container, set, space);
            foreach (var port in Probes.SelectMany(probe => PortHandlers.Select(handler => container[probe][handler]["port"])))
            {
                if (port.Text is { Length: > 0 } name && !PodTemplate.HasPort(container, name))
                {
                    port.NotFound($"the container {container["name"].Text} has no port of this name");
                }
            }
        }
    }

    private static void Environment(Field container, ObjectSet set, string space)
    {
        foreach (var from in container["env"].Items.Select(variable => variable["valueFrom"]))
        {
            Key(from["configMapKeyRef"], "ConfigMap", set, space);
            Key(from["secretKeyRef"], "Secret", set, space);
        }

        foreach (var from in container["envFrom"].Items)
        {
            set.Resolve(from["configMapRef", "name"], "", "ConfigMap", space, from["configMapRef", "optional"].Flag);
            set.Resolve(from["secretRef", "name"], "", "Secret", space, from["secretRef", "optional"].Flag);
        }
    }

    private static void Volume(Field volume, ObjectSet set, string space)
    {
        Items(volume["configMap"], "name", "ConfigMap", set, space);
        Items(volume["secret"], "secretName", "Secret", set, space);
        set.Resolve(volume["persistentVolumeClaim", "claimName"], "", "PersistentVolumeClaim", space);
        foreach (var source in volume["projected", "sources"].Items)
        {
            Items(source["configMap"], "name", "ConfigMap", set, space);
            Items(source["secret"], "name", "Secret", set, space);
        }
    }

    private static void Key(Field reference, string kind, ObjectSet set, string space)
    {
        var optional = reference["optional"].Flag;
        if (set.Resolve(reference["name"], "", kind, space, optional) is { } source && !optional)
        {
            Has(source, reference["key"], kind);
        }
    }

    private static void Items(Field reference, string nameField, string kind, ObjectSet set, string space)
    {
        var optional = reference["optional"].Flag;
        if (set.Resolve(reference[nameField], "", kind, space, optional) is { } source && !optional)
        {
            foreach (var item in reference["items"].Items)
            {
                Has(source, item["key"], kind);
            }
        }
    }

    private static void Has(Field source, Field key, string kind)
    {
        if (key.Text is { Length: > 0 } text && !source["data"][text].Exists && !source["binaryData"][text].Exists && !source["stringData"][text].Exists)
        {
            key.NotFound($"the {kind} {source["metadata", "name"].Text} has no such key");
        }
    }
}

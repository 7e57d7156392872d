using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Pods;

/// <summary>The containers of a pod.</summary>
internal static class ContainerRules
{
    private static readonly string[] ForServing = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"];

    public static void Check(Field containers, IReadOnlySet<string> volumes)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var container in containers.Items)
        {
            One(container, names, volumes);
        }

        PortRules.HostPorts(containers.Items);
    }

    /// <summary>Init containers share the names of the others; only those that run on beside them may have probes.</summary>
    public static void CheckInit(Field containers, Field others, IReadOnlySet<string> volumes)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        var taken = others.Items.Select(other => other["name"].Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var container in containers.Items)
        {
            One(container, names, volumes);
            PortRules.HostPorts([container]);
            if (container["name"].Text is { Length: > 0 } name && taken.Contains(name))
            {
                container["name"].Duplicate();
            }

            foreach (var field in ForServing.Where(_ => container["restartPolicy"].Text != "Always"))
            {
                if (container[field].Exists)
                {
                    container[field].Forbidden("may not be set for init containers without restartPolicy=Always");
                }
            }
        }
    }

    private static void One(Field container, HashSet<string> names, IReadOnlySet<string> volumes)
    {
        var name = container["name"];
        name.Needed();
        if (name.Text is { Length: > 0 } text)
        {
            name.Invalid(text, NameForms.Label(text));
            if (!names.Add(text))
            {
                name.Duplicate();
            }
        }

        container["image"].Needed();
        if (container["image"].Text is { Length: > 0 } image && image != image.Trim())
        {
            container["image"].Invalid("must not have leading or trailing whitespace");
        }

        container["imagePullPolicy"].OneOf("Always", "IfNotPresent", "Never");
        if (!container["terminationMessagePolicy"].IsBlank && container["terminationMessagePolicy"].Text is not (null or "File" or "FallbackToLogsOnError"))
        {
            container["terminationMessagePolicy"].Invalid("must be 'File' or 'FallbackToLogsOnError'");
        }

        ProbeRules.Check(container);
        PortRules.Check(container["ports"]);
        EnvironmentRules.Check(container["env"]);
        EnvironmentRules.CheckFrom(container["envFrom"]);
        MountRules.Check(container["volumeMounts"], volumes);
        ResourceRules.Check(container["resources"]);
        SecurityRules.CheckContainer(container["securityContext"]);
    }
}

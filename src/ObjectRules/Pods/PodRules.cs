using Gauntlet.ObjectRules.Forms;
using Gauntlet.ObjectRules.Metadata;

namespace Gauntlet.ObjectRules.Pods;

/// <summary>Pods and pod templates.</summary>
internal static class PodRules
{
    private static readonly string[] NoClaims = [];

    public static void Check(Field pod)
    {
        Spec(pod["spec"], NoClaims);
        pod["spec", "restartPolicy"].OneOf("Always", "OnFailure", "Never");
    }

    /// <param name="claims">Names of volumes that the owner of the template adds.</param>
    public static void Template(Field template, params IEnumerable<string> claims)
    {
        // The server names these two without "metadata".
        LabelRules.Labels(template["metadata", "labels"].As($"{template.Path}.labels"));
        LabelRules.Annotations(template["metadata", "annotations"].As($"{template.Path}.annotations"));
        Spec(template["spec"], claims);
    }

    /// <summary>A template of pods that run until somebody ends them.</summary>
    public static void RunsForEver(Field template, string owner)
    {
        var spec = template["spec"];
        spec["restartPolicy"].OneOf("Always");
        if (spec["activeDeadlineSeconds"].Exists)
        {
            spec["activeDeadlineSeconds"].Forbidden($"activeDeadlineSeconds in {owner} is not Supported");
        }
    }

    private static void Spec(Field spec, IEnumerable<string> claims)
    {
        var containers = spec["containers"];
        var volumes = VolumeRules.Check(spec["volumes"]);
        volumes.UnionWith(claims);
        if (containers.Count == 0)
        {
            containers.Required();
        }

        ContainerRules.Check(containers, volumes);
        ContainerRules.CheckInit(spec["initContainers"], containers, volumes);
        spec["dnsPolicy"].OneOf("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        spec["preemptionPolicy"].OneOf("PreemptLowerPriority", "Never");
        Named(spec["serviceAccountName"], NameForms.Subdomain);
        Named(spec["nodeName"], NameForms.Subdomain);
        Named(spec["priorityClassName"], NameForms.Subdomain);
        Named(spec["runtimeClassName"], NameForms.Subdomain);
        Named(spec["hostname"], NameForms.Label);
        Named(spec["subdomain"], NameForms.Label);
        spec["activeDeadlineSeconds"].Between(1, int.MaxValue);
        SecurityRules.CheckPod(spec);
        SchedulingRules.Check(spec);
        Hosts(spec["hostAliases"]);
        if (spec["dnsPolicy"].Text == "None" && !spec["dnsConfig"].Exists)
        {
            spec["dnsConfig"].Required("must provide `dnsConfig` when `dnsPolicy` is None");
        }
    }

    private static void Named(Field name, Func<string, IEnumerable<string>> form)
    {
        if (name.Text is { Length: > 0 } text)
        {
            name.Invalid(text, form(text));
        }
    }

    private static void Hosts(Field aliases)
    {
        foreach (var alias in aliases.Items)
        {
            if (alias["ip"].TextOrEmpty is { } ip && !IpAddress.IsOne(ip))
            {
                alias["ip"].As($"{aliases.Path}.ip").Invalid(ip, "must be valid IP address");
            }

            foreach (var name in alias["hostnames"].Items)
            {
                Named(name.As($"{aliases.Path}.hostnames"), NameForms.Subdomain);
            }
        }
    }
}

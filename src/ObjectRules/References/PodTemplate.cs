namespace Gauntlet.ObjectRules.References;

/// <summary>The pods that an object is or makes.</summary>
internal sealed record PodTemplate(Field Labels, Field Spec)
{
    public IEnumerable<Field> Containers => Spec["initContainers"].Items.Concat(Spec["containers"].Items);

    /// <summary>By its shape, so that a custom resource with a pod template counts as well; null where there are no pods.</summary>
    public static PodTemplate? Of(Field item)
    {
        var template = item["kind"].Text switch
        {
            "Pod" => item,
            "CronJob" => item["spec", "jobTemplate", "spec", "template"],
            _ => item["spec", "template"],
        };
        return template["spec", "containers"].Exists ? new PodTemplate(template["metadata", "labels"], template["spec"]) : null;
    }

    public bool HasPort(string name) => Containers.Any(container => HasPort(container, name));

    public static bool HasPort(Field container, string name) => container["ports"].Items.Any(port => port["name"].Text == name);
}

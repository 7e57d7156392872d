using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Scaling;

/// <summary>Horizontal pod autoscalers.</summary>
internal static class AutoscalerRules
{
    private static readonly Dictionary<string, string> Sources = new(StringComparer.Ordinal)
    {
        ["ContainerResource"] = "containerResource",
        ["External"] = "external",
        ["Object"] = "object",
        ["Pods"] = "pods",
        ["Resource"] = "resource",
    };

    public static void Check(Field item)
    {
        var spec = item["spec"];
        var (least, most) = (spec["minReplicas"], spec["maxReplicas"]);
        if (least.Number < 1)
        {
            least.Invalid("must be greater than or equal to 1");
        }

        if (!most.Exists || most.Number < 1)
        {
            most.Invalid(most.Number ?? 0, "must be greater than 0");
        }

        if ((most.Exists ? most.Number : 0) < least.Number)
        {
            most.Invalid(most.Number ?? 0, "must be greater than or equal to `minReplicas`");
        }

        foreach (var part in new[] { spec["scaleTargetRef", "kind"], spec["scaleTargetRef", "name"] })
        {
            part.Needed();
            if (part.Text is { Length: > 0 } text)
            {
                part.Invalid(text, NameForms.PathSegment(text));
            }
        }

        foreach (var metric in spec["metrics"].Items)
        {
            Metric(metric);
        }

        Behavior(spec["behavior", "scaleUp"]);
        Behavior(spec["behavior", "scaleDown"]);
    }

    private static void Metric(Field metric)
    {
        var type = metric["type"];
        if (type.IsBlank)
        {
            type.Required("must specify a metric source type");
        }

        if (type.TextOrEmpty is not { } wanted)
        {
            return;
        }

        if (!Sources.TryGetValue(wanted, out var source))
        {
            type.NotSupported(Sources.Keys);
            return;
        }

        if (!metric[source].Exists)
        {
            metric[source].Required("must populate information for the given metric source");
        }

        foreach (var other in Sources.Values.Where(name => name != source && metric[name].Exists))
        {
            metric[other].Forbidden("must populate the given metric source only");
        }

        if (source is "resource" or "containerResource" && metric[source].IsObject)
        {
            Resource(metric[source]);
        }
    }

    private static void Resource(Field source)
    {
        source["name"].Needed();
        var target = source["target"];
        var (share, value) = (target["averageUtilization"], target["averageValue"]);
        if (target["type"].IsBlank && target.IsObject)
        {
            target["type"].Required("must specify a metric target type");
        }

        target["type"].OneOf("AverageValue", "Utilization", "Value");
        if (share.Number < 1)
        {
            share.Invalid("must be greater than 0");
        }

        if (!share.Exists && !value.Exists && target.IsObject)
        {
            share.Required("must set either a target raw value or a target utilization");
        }
        else if (share.Exists && value.Exists)
        {
            value.Forbidden("may not set both a target raw value and a target utilization");
        }
    }

    private static void Behavior(Field rules)
    {
        var window = rules["stabilizationWindowSeconds"];
        if (window.Number < 0)
        {
            window.Invalid("must be greater than or equal to zero");
        }
        else if (window.Number > 3_600)
        {
            window.Invalid("must be less than or equal to 3600");
        }

        rules["selectPolicy"].OneOf("Disabled", "Max", "Min");
        foreach (var policy in rules["policies"].Items)
        {
            policy["type"].OneOf("Percent", "Pods");
            foreach (var number in new[] { policy["value"], policy["periodSeconds"] }.Where(number => number.Number <= 0))
            {
                number.Invalid("must be greater than zero");
            }

            if (policy["periodSeconds"].Number > 1_800)
            {
                policy["periodSeconds"].Invalid("must be less than or equal to 1800");
            }
        }
    }
}

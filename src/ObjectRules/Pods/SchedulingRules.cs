using Gauntlet.ObjectRules.Forms;
using Gauntlet.ObjectRules.Metadata;

namespace Gauntlet.ObjectRules.Pods;

/// <summary>Where pods may run: tolerations, affinity, spreading.</summary>
internal static class SchedulingRules
{
    public static void Check(Field spec)
    {
        LabelRules.Labels(spec["nodeSelector"]);
        foreach (var toleration in spec["tolerations"].Items)
        {
            Toleration(toleration);
        }

        foreach (var kind in new[] { "podAffinity", "podAntiAffinity" })
        {
            Affinity(spec["affinity"][kind]);
        }

        foreach (var constraint in spec["topologySpreadConstraints"].Items)
        {
            Spread(constraint);
        }
    }

    private static void Toleration(Field toleration)
    {
        var (key, way, value, effect) = (toleration["key"], toleration["operator"], toleration["value"], toleration["effect"]);
        if (key.Text is { Length: > 0 } text)
        {
            key.Invalid(text, NameForms.QualifiedName(text));
        }
        else if (key.IsBlank && way.Text != "Exists")
        {
            way.Invalid(way.TextOrEmpty ?? "", "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }

        if (toleration["tolerationSeconds"].Exists && effect.Text != "NoExecute")
        {
            effect.Invalid(effect.TextOrEmpty ?? "", "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }

        if (way.TextOrEmpty is "Equal" or "" && value.Text is { } wanted && NameForms.LabelValue(wanted).ToList() is { Count: > 0 } wrong)
        {
            way.Invalid(wanted, string.Join(";", wrong));
        }
        else if (way.Text == "Exists" && !value.IsBlank)
        {
            toleration.As(way.Path).Invalid("value must be empty when `operator` is 'Exists'");
        }

        way.OneOf("Equal", "Exists");
        effect.OneOf("NoSchedule", "PreferNoSchedule", "NoExecute");
    }

    private static void Affinity(Field affinity)
    {
        foreach (var term in affinity["requiredDuringSchedulingIgnoredDuringExecution"].Items)
        {
            Term(term);
        }

        foreach (var preferred in affinity["preferredDuringSchedulingIgnoredDuringExecution"].Items)
        {
            if (!preferred["weight"].Exists || preferred["weight"].Number is < 1 or > 100)
            {
                preferred["weight"].Invalid(preferred["weight"].Number ?? 0, "must be in the range 1-100");
            }

            Term(preferred["podAffinityTerm"]);
        }
    }

    private static void Term(Field term)
    {
        var key = term["topologyKey"];
        Selectors.Check(term["labelSelector"]);
        if (key.IsBlank)
        {
            key.Required("can not be empty");
        }

        if (key.TextOrEmpty is { } text)
        {
            key.Invalid(text, NameForms.QualifiedName(text));
        }
    }

    private static void Spread(Field constraint)
    {
        var (skew, key, when) = (constraint["maxSkew"], constraint["topologyKey"], constraint["whenUnsatisfiable"]);
        if (!skew.Exists || skew.Number <= 0)
        {
            skew.Invalid(skew.Number ?? 0, "must be greater than zero");
        }

        if (key.IsBlank)
        {
            key.Required("can not be empty");
        }

        if (when.IsBlank)
        {
            when.NotSupported("DoNotSchedule", "ScheduleAnyway");
        }

        when.OneOf("DoNotSchedule", "ScheduleAnyway");
    }
}

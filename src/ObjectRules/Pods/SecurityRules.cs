namespace Gauntlet.ObjectRules.Pods;

/// <summary>Users and groups of processes, and privileges that contradict each other.</summary>
internal static class SecurityRules
{
    public static void CheckPod(Field spec)
    {
        var context = spec["securityContext"];
        Ids(context);
        context["fsGroup"].Between(0, int.MaxValue);
        foreach (var group in context["supplementalGroups"].Items)
        {
            group.Between(0, int.MaxValue);
        }

        if (!spec["hostNetwork"].Flag)
        {
            return;
        }

        foreach (var port in spec["containers"].Items.SelectMany(container => container["ports"].Items))
        {
            if (port["hostPort"].Number is { } host && host != port["containerPort"].Number)
            {
                port["containerPort"].Invalid("must match `hostPort` when `hostNetwork` is true");
            }
        }
    }

    public static void CheckContainer(Field context)
    {
        Ids(context);
        if (!context["allowPrivilegeEscalation"].Exists || context["allowPrivilegeEscalation"].Flag)
        {
            return;
        }

        if (context["privileged"].Flag)
        {
            context.Invalid("cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        }

        if (context["capabilities"]["add"].Items.Any(added => added.Text == "CAP_SYS_ADMIN"))
        {
            context.Invalid("cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
        }
    }

    private static void Ids(Field context)
    {
        context["runAsUser"].Between(0, int.MaxValue);
        context["runAsGroup"].Between(0, int.MaxValue);
        var profile = context["seccompProfile"];
        if (profile.IsObject && profile["type"].IsBlank)
        {
            profile["type"].Required("type is required when seccompProfile is set");
        }

        profile["type"].OneOf("Localhost", "RuntimeDefault", "Unconfined");
    }
}

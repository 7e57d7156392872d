using static Gauntlet.ObjectRules.Security.PodSecurity;

namespace Gauntlet.ObjectRules.Security;

/// <summary>What the baseline level forbids.</summary>
internal static class BaselineRules
{
    private const string AppArmor = "container.apparmor.security.beta.kubernetes.io/";

    /// <summary>Those that a container may add.</summary>
    public static readonly string[] Capabilities =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ];

    private static readonly string[] Sysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
    ];

    private static readonly string[] SelinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

    private static readonly string[] Handlers = ["livenessProbe", "readinessProbe", "startupProbe"];

    public static void Check(Field spec, Field annotations, List<PodSecurityViolation> found)
    {
        foreach (var name in new[] { "hostNetwork", "hostPID", "hostIPC" })
        {
            Never(spec[name], spec[name].Flag, name, "true", found);
        }

        foreach (var volume in spec["volumes"].Items)
        {
            Never(volume["hostPath"], volume["hostPath"].Exists, "hostPath", "a folder of the node", found);
        }

        foreach (var sysctl in spec["securityContext", "sysctls"].Items)
        {
            Never(sysctl["name"], sysctl["name"].Text is { } name && !Sysctls.Contains(name), "sysctls", sysctl["name"].Text, found);
        }

        foreach (var (key, profile) in annotations.Entries.Where(entry => entry.Key.StartsWith(AppArmor, StringComparison.Ordinal)))
        {
            Never(profile, profile.Text is not ("" or "runtime/default") && profile.Text?.StartsWith("localhost/", StringComparison.Ordinal) != true,
                "appArmorProfile", $"{key}: {profile.Text}", found);
        }

        foreach (var context in Contexts(spec))
        {
            OfContext(context, found);
        }

        foreach (var container in Containers(spec))
        {
            OfContainer(container, found);
        }
    }

    private static void OfContext(Field context, List<PodSecurityViolation> found)
    {
        Never(context["windowsOptions", "hostProcess"], context["windowsOptions", "hostProcess"].Flag, "hostProcess", "true", found);
        var armor = context["appArmorProfile", "type"];
        Never(armor, armor.Exists && armor.Text is not ("RuntimeDefault" or "Localhost"), "appArmorProfile", armor.Text, found);
        var seccomp = context["seccompProfile", "type"];
        Never(seccomp, seccomp.Text == "Unconfined", "seccompProfile", seccomp.Text, found);
        var selinux = context["seLinuxOptions"];
        Never(selinux["type"], !SelinuxTypes.Contains(selinux["type"].TextOrEmpty), "seLinuxOptions", selinux["type"].Text, found);
        foreach (var name in new[] { "user", "role" })
        {
            Never(selinux[name], !selinux[name].IsBlank, "seLinuxOptions", selinux[name].Text, found);
        }
    }

    private static void OfContainer(Field container, List<PodSecurityViolation> found)
    {
        var context = container["securityContext"];
        Never(context["privileged"], context["privileged"].Flag, "privileged", "true", found);
        Never(context["procMount"], !context["procMount"].IsBlank && context["procMount"].Text != "Default", "procMount", context["procMount"].Text, found);
        foreach (var added in context["capabilities", "add"].Items)
        {
            Never(added, !Capabilities.Contains(added.TextOrEmpty), "capabilities", $"{added.Text} is added", found);
        }

        foreach (var port in container["ports"].Items)
        {
            Never(port["hostPort"], port["hostPort"].Number is not (null or 0), "hostPort", $"port {port["hostPort"].Number} of the node", found);
        }

        foreach (var handler in Handlers.Select(name => container[name]).Concat([container["lifecycle", "postStart"], container["lifecycle", "preStop"]]))
        {
            foreach (var host in new[] { handler["httpGet", "host"], handler["tcpSocket", "host"] })
            {
                Never(host, !host.IsBlank, "host of a probe or hook", host.Text, found);
            }
        }
    }

    private static void Never(Field field, bool isSo, string control, string? what, List<PodSecurityViolation> found)
    {
        if (isSo)
        {
            found.Add(new PodSecurityViolation(PodSecurityLevel.Baseline, control, field.Path, what ?? "no text"));
        }
    }
}

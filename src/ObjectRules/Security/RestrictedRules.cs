using static Gauntlet.ObjectRules.Security.PodSecurity;

namespace Gauntlet.ObjectRules.Security;

/// <summary>What the restricted level asks for beyond the baseline.</summary>
internal static class RestrictedRules
{
    private static readonly string[] Volumes =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    public static void Check(Field spec, List<PodSecurityViolation> found)
    {
        foreach (var volume in spec["volumes"].Items)
        {
            var kind = volume.Entries.Select(entry => entry.Key).FirstOrDefault(key => key != "name");
            // Nothing but a name is an emptyDir, and a hostPath is more than this level's business.
            if (kind is not null and not "hostPath" && !Volumes.Contains(kind))
            {
                Add(volume, "volumes", $"a volume of {kind}", found);
            }
        }

        foreach (var context in Contexts(spec))
        {
            if (context["runAsUser"].Number == 0)
            {
                Add(context["runAsUser"], "runAsUser", "0 is root", found);
            }
        }

        var isWindows = spec["os", "name"].Text == "windows";
        foreach (var container in Containers(spec))
        {
            NonRoot(container, spec["securityContext"], found);
            if (!isWindows)
            {
                OfLinux(container, spec["securityContext"], found);
            }
        }
    }

    private static void NonRoot(Field container, Field ofPod, List<PodSecurityViolation> found)
    {
        var own = container["securityContext", "runAsNonRoot"];
        if (!(own.Exists ? own : ofPod["runAsNonRoot"]).Flag)
        {
            Add(own, "runAsNonRoot", own.Exists ? "must be true" : "must be true here or for the pod", found);
        }
    }

    private static void OfLinux(Field container, Field ofPod, List<PodSecurityViolation> found)
    {
        var context = container["securityContext"];
        var escalation = context["allowPrivilegeEscalation"];
        if (!escalation.Exists || escalation.Flag)
        {
            Add(escalation, "allowPrivilegeEscalation", "must be false", found);
        }

        var profile = context["seccompProfile"].Exists ? context["seccompProfile", "type"] : ofPod["seccompProfile", "type"];
        // Unconfined is the baseline's already.
        if (profile.Text is not ("RuntimeDefault" or "Localhost" or "Unconfined"))
        {
            Add(context["seccompProfile"], "seccompProfile", "must be RuntimeDefault or Localhost, here or for the pod", found);
        }

        var capabilities = context["capabilities"];
        if (!capabilities["drop"].Items.Any(dropped => dropped.Text == "ALL"))
        {
            Add(capabilities["drop"], "capabilities", "ALL must be dropped", found);
        }

        foreach (var added in capabilities["add"].Items.Where(added => added.Text != "NET_BIND_SERVICE" && BaselineRules.Capabilities.Contains(added.Text)))
        {
            Add(added, "capabilities", $"{added.Text} is added", found);
        }
    }

    private static void Add(Field field, string control, string what, List<PodSecurityViolation> found) =>
        found.Add(new PodSecurityViolation(PodSecurityLevel.Restricted, control, field.Path, what));
}

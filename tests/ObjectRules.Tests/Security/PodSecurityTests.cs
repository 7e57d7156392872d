using System.Text.Json.Nodes;
using Gauntlet.ObjectRules.Security;

namespace Gauntlet.ObjectRules.Tests.Security;

/// <summary>Every field of the Pod Security Standards, one at a time, in a pod that is restricted without it.</summary>
[TestFixture]
public sealed class PodSecurityTests
{
    private const string Restricted = """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "annotations": {}}, "spec": {
          "securityContext": {"runAsNonRoot": true, "runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}},
          "volumes": [{"name": "v", "emptyDir": {}}],
          "initContainers": [{"name": "i", "image": "i", "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}],
          "containers": [{"name": "c", "image": "c", "ports": [{"containerPort": 80}], "readinessProbe": {"httpGet": {"port": 80}},
            "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}}
        """;

    private const string Container = "spec.containers[0]";

    [TestCase("spec.hostNetwork", "true", "hostNetwork")]
    [TestCase("spec.hostPID", "true", "hostPID")]
    [TestCase("spec.hostIPC", "true", "hostIPC")]
    [TestCase("spec.securityContext.windowsOptions", """{"hostProcess":true}""", "hostProcess")]
    [TestCase(Container + ".securityContext.windowsOptions", """{"hostProcess":true}""", "hostProcess")]
    [TestCase(Container + ".securityContext.privileged", "true", "privileged")]
    [TestCase("spec.initContainers[0].securityContext.privileged", "true", "privileged")]
    [TestCase(
        "spec.ephemeralContainers", """[{"name":"e","securityContext":{"privileged":true,"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]""",
        "privileged")]
    [TestCase(Container + ".securityContext.capabilities.add", """["SYS_ADMIN"]""", "capabilities")]
    [TestCase(Container + ".securityContext.capabilities.add", """["ALL"]""", "capabilities")]
    [TestCase("spec.volumes[0]", """{"name":"v","hostPath":{"path":"/"}}""", "hostPath")]
    [TestCase(Container + ".ports[0].hostPort", "80", "hostPort")]
    [TestCase(Container + ".readinessProbe.httpGet.host", "\"169.254.169.254\"", "host of a probe or hook")]
    [TestCase(Container + ".livenessProbe", """{"tcpSocket":{"port":80,"host":"10.0.0.1"}}""", "host of a probe or hook")]
    [TestCase(Container + ".lifecycle", """{"postStart":{"httpGet":{"port":80,"host":"10.0.0.1"}}}""", "host of a probe or hook")]
    [TestCase(Container + ".lifecycle", """{"preStop":{"tcpSocket":{"port":80,"host":"10.0.0.1"}}}""", "host of a probe or hook")]
    [TestCase("metadata.annotations", """{"container.apparmor.security.beta.kubernetes.io/c":"unconfined"}""", "appArmorProfile")]
    [TestCase("spec.securityContext.appArmorProfile", """{"type":"Unconfined"}""", "appArmorProfile")]
    [TestCase(Container + ".securityContext.appArmorProfile", """{"type":"Unconfined"}""", "appArmorProfile")]
    [TestCase(Container + ".securityContext.seLinuxOptions", """{"type":"spc_t"}""", "seLinuxOptions")]
    [TestCase("spec.securityContext.seLinuxOptions", """{"user":"system_u"}""", "seLinuxOptions")]
    [TestCase("spec.securityContext.seLinuxOptions", """{"role":"sysadm_r"}""", "seLinuxOptions")]
    [TestCase(Container + ".securityContext.procMount", "\"Unmasked\"", "procMount")]
    [TestCase("spec.securityContext.seccompProfile.type", "\"Unconfined\"", "seccompProfile")]
    [TestCase(Container + ".securityContext.seccompProfile", """{"type":"Unconfined"}""", "seccompProfile")]
    [TestCase("spec.securityContext.sysctls", """[{"name":"kernel.msgmax","value":"1"}]""", "sysctls")]
    public void Check_BelowTheBaseline_IsPrivileged(string path, string value, string control)
    {
        var violations = PodSecurity.Check(Changed(path, value));

        Assert.That(PodSecurity.LevelOf(violations), Is.EqualTo(PodSecurityLevel.Privileged));
        Assert.That(violations.Select(violation => violation.Control).Distinct(), Is.EqualTo(new[] { control }));
        Assert.That(violations[0].Path, Does.StartWith(path.Split('[')[0]).Or.StartWith("metadata"));
    }

    [TestCase("spec.volumes[0]", """{"name":"v","nfs":{"server":"a","path":"/"}}""", "volumes")]
    [TestCase("spec.volumes[0]", """{"name":"v","gcePersistentDisk":{"pdName":"a"}}""", "volumes")]
    [TestCase(Container + ".securityContext.allowPrivilegeEscalation", "true", "allowPrivilegeEscalation")]
    [TestCase(Container + ".securityContext.allowPrivilegeEscalation", "null", "allowPrivilegeEscalation")]
    [TestCase("spec.initContainers[0].securityContext.allowPrivilegeEscalation", "null", "allowPrivilegeEscalation")]
    [TestCase("spec.securityContext.runAsNonRoot", "null", "runAsNonRoot")]
    [TestCase("spec.securityContext.runAsNonRoot", "false", "runAsNonRoot")]
    [TestCase(Container + ".securityContext.runAsNonRoot", "false", "runAsNonRoot")]
    [TestCase("spec.securityContext.runAsUser", "0", "runAsUser")]
    [TestCase(Container + ".securityContext.runAsUser", "0", "runAsUser")]
    [TestCase("spec.securityContext.seccompProfile", "null", "seccompProfile")]
    [TestCase(Container + ".securityContext.capabilities.drop", """["NET_RAW"]""", "capabilities")]
    [TestCase(Container + ".securityContext.capabilities", "null", "capabilities")]
    [TestCase(Container + ".securityContext.capabilities.add", """["CHOWN"]""", "capabilities")]
    public void Check_BelowRestricted_IsBaseline(string path, string value, string control)
    {
        var violations = PodSecurity.Check(Changed(path, value));

        Assert.That(PodSecurity.LevelOf(violations), Is.EqualTo(PodSecurityLevel.Baseline));
        Assert.That(violations.Select(violation => violation.Control).Distinct(), Is.EqualTo(new[] { control }));
    }

    [TestCase("spec.hostNetwork", "false")]
    [TestCase(Container + ".securityContext.privileged", "false")]
    [TestCase(Container + ".ports[0].hostPort", "0")]
    [TestCase(Container + ".readinessProbe.httpGet.host", "\"\"")]
    [TestCase(Container + ".securityContext.capabilities.add", """["NET_BIND_SERVICE"]""")]
    [TestCase(Container + ".securityContext.procMount", "\"Default\"")]
    [TestCase(Container + ".securityContext.seLinuxOptions", """{"type":"container_t","level":"s0"}""")]
    [TestCase("metadata.annotations", """{"container.apparmor.security.beta.kubernetes.io/c":"localhost/mine"}""")]
    [TestCase("spec.securityContext.sysctls", """[{"name":"net.ipv4.tcp_rmem","value":"1"}]""")]
    [TestCase("spec.volumes[0]", """{"name":"v"}""")]
    [TestCase("spec.volumes[0]", """{"name":"v","persistentVolumeClaim":{"claimName":"c"}}""")]
    [TestCase(Container + ".securityContext.seccompProfile", """{"type":"Localhost","localhostProfile":"p"}""")]
    public void Check_WhatTheLevelsAllow_IsRestricted(string path, string value) => Assert.That(PodSecurity.Check(Changed(path, value)), Is.Empty);

    [Test]
    public void Check_PodOfWindows_NeedsNothingThatWindowsHasNot()
    {
        var pod = Changed("spec.os", """{"name":"windows"}""");
        pod["spec"]!["securityContext"]!.AsObject().Remove("seccompProfile");
        pod["spec"]!["containers"]![0]!["securityContext"] = null;

        Assert.That(PodSecurity.Check(pod), Is.Empty);
    }

    [Test]
    public void Check_ContainersThatSayItThemselves_NeedNothingOfThePod()
    {
        var pod = Changed("spec.securityContext", "null");
        foreach (var container in new[] { pod["spec"]!["containers"]![0]!, pod["spec"]!["initContainers"]![0]! })
        {
            container["securityContext"]!["runAsNonRoot"] = true;
            container["securityContext"]!["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" };
        }

        Assert.That(PodSecurity.Check(pod), Is.Empty);
    }

    [TestCase("apps/v1", "Deployment", "spec.template.spec.containers[0].ports[0].hostPort")]
    [TestCase("batch/v1", "CronJob", "spec.jobTemplate.spec.template.spec.containers[0].ports[0].hostPort")]
    public void Check_ObjectThatMakesPods_NamesTheFieldInIt(string version, string kind, string path)
    {
        JsonNode template = Changed(Container + ".ports[0].hostPort", "80");
        template = kind == "CronJob"
            ? new JsonObject { ["jobTemplate"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = template } } }
            : new JsonObject { ["template"] = template };

        var violations = PodSecurity.Check(new JsonObject { ["apiVersion"] = version, ["kind"] = kind, ["spec"] = template });

        Assert.That(violations.Single().Path, Is.EqualTo(path));
    }

    [TestCase("""{"apiVersion":"v1","kind":"Service","spec":{}}""")]
    [TestCase("""{"apiVersion":"v1","kind":"Pod","spec":7}""")]
    [TestCase("""{"apiVersion":"v1","kind":"Pod","spec":{"containers":"none","volumes":[1,null],"securityContext":[]}}""")]
    public void Check_NoPods_IsNothing(string item) => Assert.That(PodSecurity.Check(JsonNode.Parse(item)!.AsObject()), Is.Empty);

    private static JsonObject Changed(string path, string value)
    {
        var pod = JsonNode.Parse(Restricted)!.AsObject();
        var steps = path.Replace("[0]", ".0", StringComparison.Ordinal).Split('.');
        JsonNode at = pod;
        foreach (var step in steps[..^1])
        {
            at = (step == "0" ? at[0] : at[step] ??= new JsonObject())!;
        }

        if (steps[^1] == "0")
        {
            at[0] = JsonNode.Parse(value);
        }
        else
        {
            at[steps[^1]] = JsonNode.Parse(value);
        }

        return pod;
    }
}

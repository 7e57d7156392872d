using System.Net;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.CheckPolicies;
using Gauntlet.Build.Tests.Runs;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Objects;
using Gauntlet.Workloads.Policies;
using k8s;
using k8s.Models;

namespace Gauntlet.Build.Tests.Stages.CheckPolicies;

[TestFixture]
[Platform("Linux")]
internal sealed class CheckPoliciesTests
{
    private static readonly DeployedPod One = new(new V1Pod(), new ObjectReference("apps", "Deployment", "n", "one"));
    private static readonly DeployedPod Other = new(
        new V1Pod { Spec = new V1PodSpec { NodeName = "node" }, Status = new V1PodStatus { PodIP = IPAddress.Loopback.ToString() } },
        new ObjectReference("apps", "Deployment", "n", "other"));

    /// <summary>Allowed, denied: c is connected, r refused, n no answer; then what the control showed.</summary>
    [TestCase("c n", null, StageOutcome.Pass, "1 connections allowed and made, 1 denied and not made")]
    [TestCase("c nc", null, StageOutcome.Fail, "a connection that the policies deny, and is made: Deployment n/one to Deployment n/other:82")]
    [TestCase("cn n", null, StageOutcome.Inconclusive, "a connection that the policies allow, and is not made: Deployment n/one to Deployment n/other:81")]
    [TestCase("c c", Enforcement.Enforced, StageOutcome.Fail, "a connection that the policies deny, and is made: Deployment n/one to Deployment n/other:81")]
    [TestCase("c cc", Enforcement.Enforced, StageOutcome.Fail,
        "a connection that the policies deny, and is made: Deployment n/one to Deployment n/other:81 (and 1 more)")]
    [TestCase("c c", Enforcement.NotEnforced, StageOutcome.Skipped, "inconclusive: this cluster does not enforce policies")]
    [TestCase("c c", Enforcement.Unknown, StageOutcome.Skipped, "inconclusive: nothing shows whether this cluster enforces policies")]
    [TestCase(" n", Enforcement.Enforced, StageOutcome.Pass, "0 connections allowed and made, 1 denied and not made")]
    [TestCase(" n", Enforcement.Unknown, StageOutcome.Skipped, "inconclusive: nothing shows whether this cluster enforces policies")]
    [TestCase("c r", null, StageOutcome.Skipped, "inconclusive: nothing listens where the policies deny a connection")]
    public void Judge_WhatWasSeen_IsHeldAgainstThePolicies(string seen, Enforcement? control, StageOutcome outcome, string summary)
    {
        var (allowed, denied) = (seen.Split(' ')[0], seen.Split(' ')[1]);
        var facts = new PolicyFacts(
        [
            .. (allowed + denied).Select((letter, index) => new ProbedPair(
                new PolicyPair(One, Other, 80 + index, index < allowed.Length),
                letter switch { 'c' => Reach.Connected, 'r' => Reach.Refused, _ => Reach.NoAnswer })),
        ]);

        var result = CheckPoliciesTask.Judge(1, facts, control);

        Assert.That((result.Outcome, result.Summary), Is.EqualTo((outcome, summary)));
    }

    [Test]
    public async Task Stage_OnTheEmbeddedCluster_PassesAndFindsAPolicyThatIsTakenAway()
    {
        await using var copy = ProjectCopy.Create();
        await copy.PassInProcessAsync("--target=Validate", "--cluster=embedded", "--skip=ScanSecurity");
        foreach (var target in new[] { "CreateCluster", "Deploy", "CheckHealth" })
        {
            await copy.PassInProcessAsync("--target=" + target);
        }

        var whole = (string?)(await copy.PassInProcessAsync("--target=CheckPolicies")).State["checkPolicies"]!["summary"];
        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(copy.Artifact("kubeconfig")));
        await client.NetworkingV1.DeleteNamespacedNetworkPolicyAsync("echo-from-ingress", "echo");
        var open = await copy.RunInProcessAsync("--target=CheckPolicies");
        var left = (await client.CoreV1.ListNamespaceAsync()).Items.Where(space => space.Metadata.DeletionTimestamp is null)
            .Select(space => space.Metadata.Name);

        Assert.That(whole, Is.EqualTo("8 connections allowed and made, 2 denied and not made"));
        Assert.That(open.ExitCode, Is.EqualTo(1), open.ToString());
        Assert.That(
            (string?)open.State["checkPolicies"]!["problem"]!["reason"],
            Is.EqualTo("a connection that the policies deny, and is made: Deployment echo/bar to Deployment echo/foo:5678 (and 1 more)"));
        Assert.That((bool?)open.State["checkPolicies"]!["result"]!["enforced"], Is.True, "its own connection was denied");
        Assert.That(left, Has.None.StartsWith("gauntlet-policy"));
    }

    [TestCase("", "the policies deny no connection between the workloads")]
    [TestCase("networkpolicy.yaml", "the manifests have no NetworkPolicy")]
    public async Task Stage_NothingIsDenied_IsSkipped(string deleted, string reason)
    {
        await using var copy = ProjectCopy.Create();
        foreach (var file in Directory.GetFiles(copy.PathOf("manifests"), "networkpolicy.yaml", SearchOption.AllDirectories))
        {
            if (deleted.Length > 0)
            {
                File.Delete(file);
            }
            else
            {
                await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("ingress:", "ingress:\n    - {}", StringComparison.Ordinal));
            }
        }

        await copy.PassInProcessAsync("--target=Validate", "--cluster=embedded", "--skip=ScanSecurity");
        foreach (var target in new[] { "CreateCluster", "Deploy", "CheckHealth" })
        {
            await copy.PassInProcessAsync("--target=" + target);
        }

        var run = await copy.PassInProcessAsync("--target=CheckPolicies");

        Assert.That((string?)run.State["checkPolicies"]!["summary"], Is.EqualTo(reason));
    }
}

using Gauntlet.ObjectRules.Security;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Policies;

namespace Gauntlet.Workloads.Tests.Policies;

[TestFixture]
internal sealed class PodSecurityOfNamespaceTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("gauntlet-pods-");

    [TearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    public void Of_ShippedManifests_EchoIsRestrictedAndTheControllerIsNot()
    {
        var found = PodSecurityOfNamespace.Of(Project.Manifests.Objects, Project.Manifests.Objects);

        Assert.That(found.Select(entry => $"{entry.Namespace} {entry.Level} {entry.Before} {entry.Added.Count} {entry.Refused.Count}"), Is.EqualTo(new[]
        {
            "echo Restricted Restricted 0 0", "ingress-nginx Privileged Privileged 0 0",
        }));
    }

    [Test]
    public void Of_ChangeThatLoosensANamespace_NamesTheFieldWithItsLine()
    {
        var found = PodSecurityOfNamespace.Of(Load("hostPort: 80", enforce: false), Load("protocol: TCP", enforce: false)).Single();

        Assert.That((found.Before, found.Level), Is.EqualTo((PodSecurityLevel.Restricted, PodSecurityLevel.Privileged)));
        Assert.That(found.Loosened.Select(fault => $"{fault.Maker.Name} {fault.Violation.Control} {fault.Line}"), Is.EqualTo(new[] { "a hostPort 25" }));
        Assert.That(found.Refused, Is.Empty);
    }

    [Test]
    public void Of_NamespaceThatEnforces_RefusesThePods() =>
        Assert.That(PodSecurityOfNamespace.Of(Load("hostPort: 80", enforce: true), null).Single().Refused.Single().Violation.Control, Is.EqualTo("hostPort"));

    [Test]
    public void Of_NoBase_AddsNothingThatItCouldNotKnow() =>
        Assert.That(PodSecurityOfNamespace.Of(Load("hostPort: 80", enforce: false), null).Single() is { Before: null, Added: [], Loosened: [] });

    [Test]
    public void Of_WhatWasThereBefore_IsNoAddition() =>
        Assert.That(PodSecurityOfNamespace.Of(Load("hostPort: 80", enforce: false), Load("hostPort: 80", enforce: false)).Single().Added, Is.Empty);

    private IReadOnlyList<Gauntlet.Workloads.Objects.KubeObject> Load(string port, bool enforce)
    {
        var file = Path.Combine(_folder.FullName, "all.yaml");
        File.WriteAllText(file, $$"""
            apiVersion: v1
            kind: Namespace
            metadata:
              name: n
              labels:
                pod-security.kubernetes.io/{{(enforce ? "enforce" : "warn")}}: restricted
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: a
              namespace: n
            spec:
              securityContext:
                runAsNonRoot: true
                seccompProfile: {type: RuntimeDefault}
              containers:
                - name: c
                  image: c
                  securityContext:
                    allowPrivilegeEscalation: false
                    capabilities: {drop: [ALL]}
                  ports:
                    - containerPort: 80
                      {{port}}
            """);
        return ManifestSet.Load(_folder.FullName).Objects;
    }
}

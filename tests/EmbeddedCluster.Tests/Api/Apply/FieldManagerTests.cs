using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api.Apply;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Api.Apply;

internal sealed class FieldManagerTests
{
    private static readonly ResourceType Type = ResourceCatalogue.Deployments;
    private readonly FieldManager _manager = new(TimeProvider.System);

    [Test]
    public void Apply_FieldOfAnotherManagerWithAnotherValue_ConflictsAndNamesIt()
    {
        var live = _manager.Apply(Type, null, Spec("replicas: 1"), "alice", force: false, "");

        Assert.That(() => _manager.Apply(Type, live, Spec("replicas: 2"), "bob", force: false, ""),
            Throws.TypeOf<StatusException>().With.Property(nameof(StatusException.Code)).EqualTo(409)
                .And.Message.EqualTo("Apply failed with 1 conflict: conflict with \"alice\" using apps/v1: .spec.replicas"));
    }

    [Test]
    public void Apply_SameValue_IsSharedWithoutConflict()
    {
        var live = _manager.Apply(Type, null, Spec("replicas: 1"), "alice", force: false, "");

        var shared = _manager.Apply(Type, live, Spec("replicas: 1"), "bob", force: false, "");

        Assert.That(Owners(shared), Is.EquivalentTo(new[] { "alice", "bob" }));
    }

    [Test]
    public void Apply_Forced_TakesTheFieldOver()
    {
        var live = _manager.Apply(Type, null, Spec("replicas: 1"), "alice", force: false, "");

        var taken = _manager.Apply(Type, live, Spec("replicas: 2"), "bob", force: true, "");

        Assert.That(taken.Int(0, "spec", "replicas"), Is.EqualTo(2));
        Assert.That(Owners(taken), Is.EquivalentTo(new[] { "bob" }));
    }

    [Test]
    public void Apply_FieldLeftOut_IsRemovedUnlessSomebodyElseOwnsIt()
    {
        var live = _manager.Apply(Type, null, Spec("replicas: 1, paused: true"), "alice", force: false, "");
        live = _manager.Apply(Type, live, Spec("paused: true"), "bob", force: false, "");

        var result = _manager.Apply(Type, live, Spec("minReadySeconds: 3"), "alice", force: false, "");

        Assert.That(result.At("spec", "replicas"), Is.Null);
        Assert.That(result.Flag("spec", "paused"), Is.True);
        Assert.That(result.Int(0, "spec", "minReadySeconds"), Is.EqualTo(3));
    }

    [Test]
    public void Apply_ContainerLeftOut_RemovesOnlyTheOwnItem()
    {
        var live = _manager.Apply(Type, null, Spec("template: {spec: {containers: [{name: a, image: x}]}}"), "alice", force: false, "");
        live = _manager.Apply(Type, live, Spec("template: {spec: {containers: [{name: b, image: y}]}}"), "bob", force: false, "");
        Assert.That(Containers(live), Is.EqualTo(new[] { "a", "b" }));

        var result = _manager.Apply(Type, live, Spec("replicas: 1"), "alice", force: false, "");

        Assert.That(Containers(result), Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public void Track_Update_MovesOwnershipToTheWriter()
    {
        var live = _manager.Apply(Type, null, Spec("replicas: 1, paused: true"), "alice", force: false, "");
        var next = live.Copy();
        next.Ensure("spec")["replicas"] = 5;

        _manager.Track(Type, live, next, "kubectl", "");

        Assert.That(() => _manager.Apply(Type, next, Spec("replicas: 1, paused: true"), "alice", force: false, ""),
            Throws.Exception.With.Message.Contains("\"kubectl\" using apps/v1: .spec.replicas"));
    }

    private static JsonObject Spec(string spec) => Manifest.Yaml($$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: x, namespace: s}
        spec: { {{spec}} }
        """);

    private static IEnumerable<string?> Owners(JsonObject item) => item.Objects("metadata", "managedFields")
        .Where(entry => entry.At("fieldsV1", "f:spec", "f:replicas") is not null).Select(entry => entry.Text("manager"));

    private static IEnumerable<string?> Containers(JsonObject item) =>
        item.Objects("spec", "template", "spec", "containers").Select(container => container.Text("name"));
}

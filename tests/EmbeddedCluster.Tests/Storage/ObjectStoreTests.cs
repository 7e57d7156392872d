using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Storage;

internal sealed class ObjectStoreTests
{
    private static readonly ResourceType Type = ResourceCatalogue.ConfigMaps;
    private readonly ObjectStore _store = new(TimeProvider.System);

    [Test]
    public void Update_AnotherWriterCameFirst_RecomputesFromTheNewerObject()
    {
        _store.Create(Type, Manifest.ConfigMap("s", "raced", "1"));
        var runs = 0;

        var result = _store.Update(Type, "s", "raced", item =>
        {
            if (++runs == 1)
            {
                _store.Update(Type, "s", "raced", other =>
                {
                    other.Ensure("data")["value"] = "2";
                    return other;
                });
            }

            item.Ensure("data")["seen"] = item.Text("data", "value");
            return item;
        });

        Assert.That(runs, Is.EqualTo(2));
        Assert.That(result.Value.Text("data", "seen"), Is.EqualTo("2"));
    }

    [Test]
    public void Update_NothingChanged_KeepsTheRevision()
    {
        var created = _store.Create(Type, Manifest.ConfigMap("s", "same"));

        Assert.That(_store.Update(Type, "s", "same", item => item).Revision, Is.EqualTo(created.Revision));
    }

    [Test]
    public void Watch_FromAnEarlierRevision_ReplaysWhatCameSince()
    {
        var first = _store.Create(Type, Manifest.ConfigMap("s", "a"));
        _store.Create(Type, Manifest.ConfigMap("s", "b"));
        _store.Remove(Type, "s", "a");

        using var watcher = _store.Watch(Type, first.Revision);
        List<(ChangeKind, string)> seen = [];
        while (watcher.Changes.TryRead(out var change))
        {
            seen.Add((change.Kind, change.Object.Value.Name()));
        }

        Assert.That(seen, Is.EqualTo(new[] { (ChangeKind.Added, "b"), (ChangeKind.Deleted, "a") }));
    }

    [Test]
    public void Watch_FromAForgottenRevision_IsExpired()
    {
        var store = new ObjectStore(TimeProvider.System) { HistoryLength = 10 };
        store.Create(Type, Manifest.ConfigMap("s", "busy"));
        for (var round = 0; round < 20; round++)
        {
            store.Update(Type, "s", "busy", item =>
            {
                item.Ensure("data")["value"] = round;
                return item;
            });
        }

        Assert.That(() => store.Watch(Type, 2), Throws.TypeOf<StatusException>().With.Property(nameof(StatusException.Code)).EqualTo(410));
    }

    [Test]
    public void Create_SameNameTwice_AlreadyExists()
    {
        _store.Create(Type, Manifest.ConfigMap("s", "twin"));

        Assert.That(() => _store.Create(Type, Manifest.ConfigMap("s", "twin")),
            Throws.TypeOf<StatusException>().With.Message.EqualTo("configmaps \"twin\" already exists"));
    }
}

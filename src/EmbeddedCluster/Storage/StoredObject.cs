using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gauntlet.EmbeddedCluster.Storage;

/// <summary>One revision of one object. <see cref="Value"/> is shared and must never be changed; take <see cref="Copy"/>.</summary>
internal sealed class StoredObject(ResourceType type, JsonObject value, long revision)
{
    private byte[]? _utf8;

    public ResourceType Type { get; } = type;

    public JsonObject Value { get; } = value;

    public long Revision { get; } = revision;

    /// <summary>The object as it goes over the wire, serialized once however many lists and watches send it.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8 ??= JsonSerializer.SerializeToUtf8Bytes(Value);

    public JsonObject Copy() => Value.Copy();
}

internal enum ChangeKind
{
    Added,
    Modified,
    Deleted,
}

/// <summary>A change of the store; <paramref name="Previous"/> is absent for an added object.</summary>
internal sealed record StoreChange(ChangeKind Kind, StoredObject Object, StoredObject? Previous)
{
    public long Revision => Object.Revision;
}

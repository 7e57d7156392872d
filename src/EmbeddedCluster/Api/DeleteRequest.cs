using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>What a client asked of a deletion: grace period, propagation, preconditions.</summary>
internal sealed record DeleteRequest
{
    public static readonly DeleteRequest Default = new();

    /// <summary>Without a grace period: a kubelet's word that a pod has ended.</summary>
    public static readonly DeleteRequest AtOnce = new() { GraceSeconds = 0 };

    public int? GraceSeconds { get; init; }

    public string Propagation { get; init; } = "Background";

    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    public bool DryRun { get; init; }

    /// <summary>The finalizer that makes the garbage collector act before the object goes.</summary>
    public string? Finalizer => Propagation switch
    {
        "Foreground" => "foregroundDeletion",
        "Orphan" => "orphan",
        _ => null,
    };

    public static DeleteRequest Parse(JsonObject? body, IQueryCollection query) => new()
    {
        GraceSeconds = (body.Number("gracePeriodSeconds") ?? (long.TryParse(query["gracePeriodSeconds"], out var grace) ? grace : null)) is { } seconds
            ? (int)Math.Clamp(seconds, 0, 86_400) : null,
        Propagation = body.Text("propagationPolicy") ?? (query["propagationPolicy"] is [{ Length: > 0 } policy, ..] ? policy : "Background"),
        Uid = body.Text("preconditions", "uid"),
        ResourceVersion = body.Text("preconditions", "resourceVersion"),
        DryRun = query["dryRun"].Contains("All") || body.Texts("dryRun").Contains("All"),
    };

    public void Check(ResourceType type, JsonObject item)
    {
        if (Uid is not null && Uid != item.Uid())
        {
            throw StatusException.Conflict(type, item.Name(), $"Precondition failed: UID in precondition: {Uid}, UID in object meta: {item.Uid()}");
        }

        if (ResourceVersion is not null && ResourceVersion != item.Text("metadata", "resourceVersion"))
        {
            throw StatusException.Conflict(type, item.Name(), "Precondition failed: ResourceVersion does not match");
        }
    }
}

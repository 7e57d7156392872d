using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api.Tables;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>How a client wants to read: selection, form and, for a watch, where to begin.</summary>
internal sealed record ReadOptions
{
    private static readonly TimeSpan DefaultWatch = TimeSpan.FromMinutes(30);

    public required LabelSelector Labels { get; init; }

    public required FieldSelector Fields { get; init; }

    public string? Namespace { get; init; }

    public string? Name { get; init; }

    public string? ResourceVersion { get; init; }

    public bool Watch { get; init; }

    public bool AllowBookmarks { get; init; }

    public bool SendInitialEvents { get; init; }

    public bool MetadataOnly { get; init; }

    public TimeSpan Timeout { get; init; } = DefaultWatch;

    /// <summary>Set when the client asked for a table to print.</summary>
    public TableRenderer? Table { get; init; }

    public long Since => long.TryParse(ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var since)
        ? since : throw StatusException.BadRequest($"resourceVersion: Invalid value: \"{ResourceVersion}\": not a number");

    public bool Selects(JsonObject item) =>
        (Namespace is null || item.Namespace() == Namespace) && (Name is null || item.Name() == Name) && Labels.Matches(item) && Fields.Matches(item);

    public static ReadOptions Parse(HttpRequest request, ApiPath path, TimeProvider clock)
    {
        var query = request.Query;
        var accept = request.Headers.Accept.ToString();
        return new ReadOptions
        {
            Labels = LabelSelector.Parse(query["labelSelector"]),
            Fields = FieldSelector.Parse(query["fieldSelector"]),
            Namespace = path.Type.Namespaced ? path.Namespace : null,
            Name = path.Name,
            ResourceVersion = query["resourceVersion"],
            Watch = IsTrue(query["watch"]),
            AllowBookmarks = IsTrue(query["allowWatchBookmarks"]),
            SendInitialEvents = IsTrue(query["sendInitialEvents"]),
            MetadataOnly = accept.Contains("as=PartialObjectMetadata", StringComparison.Ordinal) && !accept.Contains("as=Table", StringComparison.Ordinal),
            Timeout = int.TryParse(query["timeoutSeconds"], out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : DefaultWatch,
            Table = accept.Contains("as=Table", StringComparison.Ordinal) ? new TableRenderer(clock, query["includeObject"]) : null,
        };
    }

    private static bool IsTrue(string? value) => value is "true" or "1";
}

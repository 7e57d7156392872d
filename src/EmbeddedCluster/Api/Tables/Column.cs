using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api.Tables;

/// <summary>One printed column of a kind.</summary>
internal sealed record Column(string Name, Func<JsonObject, DateTimeOffset, string> Read)
{
    public bool IsNumber { get; init; }

    /// <summary>Printed with <c>-o wide</c> only.</summary>
    public bool Wide { get; init; }

    public static Column Text(string name, Func<JsonObject, string?> read, bool wide = false) =>
        new(name, (item, _) => read(item) is { Length: > 0 } text ? text : "<none>") { Wide = wide };

    public static Column Raw(string name, Func<JsonObject, string?> read) => new(name, (item, _) => read(item) ?? "");

    public static Column Number(string name, Func<JsonObject, long?> read) =>
        new(name, (item, _) => (read(item) ?? 0).ToString(CultureInfo.InvariantCulture)) { IsNumber = true };

    public static Column Since(string name, params string[] path) => new(name, (item, now) => Ages.Since(item.Time(path), now));

    public static readonly Column ObjectName = Raw("Name", item => item.Name());

    public static readonly Column Age = Since("Age", "metadata", "creationTimestamp");
}

using Gauntlet.Export.Model;

namespace Gauntlet.Export.Formats;

/// <summary>A protocol by which series are handed over; what differs between receivers, and nothing of how they are reached.</summary>
public interface ISeriesFormat
{
    /// <summary>As in <c>--export</c>.</summary>
    string Name { get; }

    /// <summary>The path that receivers of it usually have, for who has to be told.</summary>
    string UsualPath { get; }

    /// <summary>What each request says of its body.</summary>
    IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>The body of a request.</summary>
    byte[] Encode(IReadOnlyList<ExportedSeries> series);

    /// <summary>What a receiver that took a request says that it did not take of it; null where it took all.</summary>
    string? Refused(string answer);
}

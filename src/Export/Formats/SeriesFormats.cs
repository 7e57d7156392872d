namespace Gauntlet.Export.Formats;

/// <summary>The formats that series can be sent in.</summary>
public static class SeriesFormats
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ISeriesFormat> All { get; } = [new OtlpFormat(), new RemoteWriteFormat()];

    /// <summary>The format of a name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static ISeriesFormat Of(string name) => All.Single(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

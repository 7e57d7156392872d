using Gauntlet.Build.Tools;

namespace Gauntlet.Docs.Tests.Generated;

/// <summary>The pinned tools of docs/platforms.md, from the pins.</summary>
internal static class ToolTable
{
    /// <summary>The whole table.</summary>
    public static string Render() => string.Concat(
        "| tool | version | downloaded on |\n|---|---|---|\n",
        string.Concat(new[] { ToolPins.Kind, ToolPins.Kubectl, ToolPins.Helm, ToolPins.Trivy }.Select(Row)));

    private static string Row(ToolPin pin)
    {
        var platforms = pin.Downloads.Keys.Order(StringComparer.Ordinal).Select(name => $"`{name}`");
        return $"| [{pin.Name}]({pin.HomePage}) | {pin.Version} | {string.Join(", ", platforms)} |\n";
    }
}

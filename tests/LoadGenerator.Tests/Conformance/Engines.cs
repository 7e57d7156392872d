namespace Gauntlet.LoadGenerator.Tests.Conformance;

/// <summary>The engines of this system; both pass one suite.</summary>
internal static class Engines
{
    public static IEnumerable<string> Here => OperatingSystem.IsLinux() ? ["epoll", "portable"] : ["portable"];
}

using System.Runtime.CompilerServices;

namespace Gauntlet.EmbeddedCluster.Tests.Parity;

/// <summary>The transitions of <see cref="Scenario"/> on KinD with Kubernetes 1.20.2, equal in three consecutive runs.</summary>
internal static class Recording
{
    private static string File([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "kind-v1.20.2.txt");

    public static async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken) =>
        await System.IO.File.ReadAllLinesAsync(File(), cancellationToken);

    public static Task WriteAsync(IReadOnlyList<string> lines, CancellationToken cancellationToken) =>
        System.IO.File.WriteAllLinesAsync(File(), lines, cancellationToken);

    /// <summary>Lines of one only; a line counts as often as it stands there.</summary>
    public static string Difference(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var (left, right) = (before.ToList(), after.ToList());
        foreach (var line in after)
        {
            left.Remove(line);
        }

        foreach (var line in before)
        {
            right.Remove(line);
        }

        return left.Count + right.Count == 0
            ? "nothing"
            : $"\n{string.Join('\n', [.. left.Select(line => $"  - {line}"), .. right.Select(line => $"  + {line}")])}\n";
    }
}

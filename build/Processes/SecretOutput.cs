using Cake.Core.IO;

namespace Gauntlet.Build.Processes;

/// <summary>Marks a child whose standard output is a secret: it is handed to who asked, and neither logged nor kept as evidence.</summary>
public static class SecretOutput
{
    private static readonly Func<string, string> Hand = line => line;

    /// <summary>The settings of such a child.</summary>
    public static ProcessSettings Settings(ProcessArgumentBuilder arguments) =>
        new() { Arguments = arguments, RedirectStandardOutput = true, RedirectedStandardOutputHandler = Hand, Silent = true };

    internal static bool Is(ProcessSettings settings) => ReferenceEquals(settings.RedirectedStandardOutputHandler, Hand);
}

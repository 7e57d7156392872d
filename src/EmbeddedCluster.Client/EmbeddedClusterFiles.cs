using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gauntlet.EmbeddedCluster.Client;

/// <summary>The files of an embedded cluster's directory.</summary>
public static class EmbeddedClusterFiles
{
    /// <summary>The environment variable that carries the start-up token to the process; a command line would show it to every user.</summary>
    public const string TokenVariable = "GAUNTLET_EMBEDDED_TOKEN";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The endpoint file of a cluster directory.</summary>
    public static string Endpoint(string directory) => Path.Combine(directory, "endpoint.json");

    /// <summary>The start-up token's file (mode 0600), for a process that stops the cluster later.</summary>
    public static string Token(string directory) => Path.Combine(directory, "token");

    /// <summary>The cluster's log.</summary>
    public static string Log(string directory) => Path.Combine(directory, "embedded-cluster.log");

    /// <summary>The last lines of the log, also while the cluster writes it; empty where there is none.</summary>
    public static IReadOnlyList<string> ReadLog(string directory, int lines)
    {
        try
        {
            using var log = new StreamReader(new FileStream(Log(directory), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return [.. log.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(lines)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>What is recorded of a token.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Writes the endpoint file.</summary>
    public static void Write(EmbeddedEndpoint endpoint) =>
        AtomicFile.Write(Endpoint(endpoint.Directory), JsonSerializer.Serialize(endpoint, Json));

    /// <summary>Reads the endpoint file; null when there is none, or none that this build understands.</summary>
    public static EmbeddedEndpoint? Read(string directory)
    {
        try
        {
            var endpoint = JsonSerializer.Deserialize<EmbeddedEndpoint>(File.ReadAllText(Endpoint(directory)), Json);
            return endpoint?.SchemaVersion == EmbeddedEndpoint.CurrentSchemaVersion ? endpoint with { Directory = directory } : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException or UnauthorizedAccessException)
        {
            // A half-removed directory of a crashed run is the same as none.
            return null;
        }
    }
}

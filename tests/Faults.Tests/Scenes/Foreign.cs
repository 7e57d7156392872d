namespace Gauntlet.Faults.Tests.Scenes;

/// <summary>What belongs to the user and not to the run.</summary>
internal static class Foreign
{
    /// <summary>A kubeconfig whose current context is some other cluster.</summary>
    public const string Kubeconfig = """
        apiVersion: v1
        kind: Config
        current-context: production
        clusters: [{name: production, cluster: {server: "https://127.0.0.1:1"}}]
        contexts: [{name: production, context: {cluster: production, user: production}}]
        users: [{name: production, user: {token: not-a-token}}]
        """;
}

namespace Gauntlet.GitHubStandIn;

/// <summary>A request as it came in.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path below the API's base address, without a leading slash.</param>
/// <param name="Query">Query string with its question mark, or empty.</param>
/// <param name="Authorization">The Authorization header.</param>
/// <param name="IfNoneMatch">The If-None-Match header.</param>
/// <param name="Body">The body.</param>
public sealed record SeenRequest(string Method, string Path, string Query, string? Authorization, string? IfNoneMatch, string Body)
{
    /// <summary>Path of GraphQL, which lies beside the REST API of GitHub Enterprise Server.</summary>
    public const string GraphQl = "api/graphql";

    /// <summary>True for what changes something.</summary>
    public bool Writes => Path != GraphQl && Method is "POST" or "PATCH" or "DELETE";
}

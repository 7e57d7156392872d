namespace Gauntlet.PullRequests.Api;

/// <summary>GraphQL's answer to <c>query { viewer { login } }</c>: data, errors, or both.</summary>
internal sealed record ViewerAnswer
{
    public ViewerData? Data { get; init; }

    public IReadOnlyList<GraphQlError>? Errors { get; init; }
}

internal sealed record ViewerData
{
    public Viewer? Viewer { get; init; }
}

internal sealed record Viewer
{
    public string? Login { get; init; }
}

internal sealed record GraphQlError
{
    /// <summary>The kind of the error, such as FORBIDDEN or RATE_LIMITED.</summary>
    public string? Type { get; init; }

    public string? Message { get; init; }
}

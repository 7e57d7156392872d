using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Gauntlet.Build.Pipeline;
using Gauntlet.Security.Tokens;
using Gauntlet.Workloads.Applying;
using k8s;
using k8s.Autorest;

namespace Gauntlet.Build.Clusters;

/// <summary>
/// The boundary to the API server: what it does not answer, or answers with an error, says nothing about the change. What it refuses of a manifest does,
/// and is no matter of this class.
/// </summary>
internal static class ClusterApi
{
    private const string Bearer = "Bearer ";
    private const string NewCluster = "Check that the cluster is up: --target=CreateCluster makes a new one.";

    /// <summary>Asks the API server.</summary>
    /// <param name="ask">The requests.</param>
    /// <param name="cancellation">Of the stage.</param>
    /// <param name="expected">What the server is known to expect of a token, for one that it refuses.</param>
    /// <exception cref="StageException">It did not answer, or not as an API server does: infrastructure.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation, ExpectedToken expected = default)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && Explain(e) is { } reason)
        {
            throw new StageException(StageOutcome.Infrastructure, reason.Text, reason.Remedy, RefusedToken(e, expected), e);
        }
    }

    /// <inheritdoc cref="AskAsync{T}"/>
    public static Task AskAsync(Func<Task> ask, CancellationToken cancellation) => AskAsync<object?>(
        async () =>
        {
            await ask().ConfigureAwait(false);
            return null;
        },
        cancellation);

    /// <summary>The names of the nodes in order, and the server's version.</summary>
    /// <exception cref="StageException">As <see cref="AskAsync{T}"/>.</exception>
    public static Task<(IReadOnlyList<string> Nodes, string Version)> DescribeAsync(
        IKubernetes client, CancellationToken cancellation, ExpectedToken expected = default) =>
        AskAsync<(IReadOnlyList<string>, string)>(
            async () =>
            {
                var nodes = await client.CoreV1.ListNodeAsync(cancellationToken: cancellation).ConfigureAwait(false);
                var version = await client.Version.GetCodeAsync(cancellation).ConfigureAwait(false);
                return ([.. nodes.Items.Select(node => node.Metadata.Name).Order(StringComparer.Ordinal)], version.GitVersion);
            },
            cancellation, expected);

    private static (string Text, string? Remedy)? Explain(Exception exception) => exception switch
    {
        ApiServerException e => ($"The API server refused: {Line(e.Message)}", null),
        HttpOperationException e => (
            $"The API server answered {(int)e.Response.StatusCode} to {e.Request.Method} {e.Request.RequestUri?.AbsolutePath}: "
                + Line(ApiStatus.Read(e.Response.Content)?.Message ?? e.Response.Content),
            null),
        // Before IOException: the connection's is one, too.
        HttpRequestException or SocketException or IOException => ($"A connection failed: {Line(exception.GetBaseException().Message)}", NewCluster),
        OperationCanceledException => ("A request was not answered in time.", NewCluster),
        JsonException or FormatException or NotSupportedException or KubernetesException => (
            $"An answer of the cluster could not be read: {Line(exception.Message)}",
            "Check that what answers there is a Kubernetes API server; --target=CreateCluster makes a new one."),
        _ => null,
    };

    /// <summary>What the token says of itself that the server did not take: its subject and audience are what a policy has to expect.</summary>
    private static IReadOnlyList<string>? RefusedToken(Exception exception, ExpectedToken expected) =>
        exception is HttpOperationException { Response.StatusCode: HttpStatusCode.Unauthorized } refused
        && refused.Request.Headers.FirstOrDefault(header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            .Value?.FirstOrDefault() is { } sent
        && sent.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? IdentityToken.Read(sent[Bearer.Length..])?.Explain(expected.Subject, expected.Audience, TimeProvider.System.GetUtcNow()) : null;

    private static string Line(string? text) => (text ?? "").ReplaceLineEndings(" ").Trim();
}

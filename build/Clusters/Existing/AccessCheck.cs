using System.Net;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Gauntlet.Build.Clusters.Existing;

/// <summary>Something that a run has to be allowed to do.</summary>
/// <param name="Group">Of the API; empty for the core.</param>
/// <param name="Resource">The collection, with a subresource behind a slash.</param>
/// <param name="Namespace">Null for all of the cluster.</param>
internal sealed record AccessRight(string Verb, string Group, string Resource, string? Namespace)
{
    /// <summary>The question as <c>kubectl auth can-i</c> takes it.</summary>
    public override string ToString() =>
        $"{Verb} {Resource}{(Group.Length == 0 ? "" : $".{Group}")}{(Namespace is null ? "" : $" --namespace={Namespace}")}";
}

/// <summary>Asks a cluster whether a run may do what its stages will do, before the first of them does: <c>kubectl auth can-i</c>, all questions at
/// once.</summary>
internal static class AccessCheck
{
    private static readonly string[] OfObjects = ["get", "list", "watch", "create", "patch", "delete"];

    /// <summary>What deploying, watching and removing these objects takes.</summary>
    public static IReadOnlyList<AccessRight> Needed(IReadOnlyList<KubeObject> objects) =>
    [
        new AccessRight("list", "", "nodes", null),
        .. objects.Where(item => item.Kind.IsKnown).Select(item => (item.Kind, item.Namespace)).Distinct()
            .SelectMany(entry => OfObjects.Select(verb => new AccessRight(verb, entry.Kind.Group, entry.Kind.Plural!, entry.Namespace))),
        .. objects.Select(item => item.Namespace).OfType<string>().Distinct().SelectMany(space => new[]
        {
            new AccessRight("list", "", "pods", space), new AccessRight("watch", "", "pods", space), new AccessRight("get", "", "pods/log", space),
            new AccessRight("list", "", "events", space),
        }),
    ];

    /// <summary>Those that the cluster denies; none where it cannot be asked.</summary>
    public static async Task<IReadOnlyList<AccessRight>> MissingAsync(IKubernetes client, IEnumerable<AccessRight> needed, CancellationToken cancellation)
    {
        try
        {
            var answers = await Task.WhenAll(needed.Distinct().Select(async right =>
                (right, isAllowed: await AskAsync(client, right, cancellation).ConfigureAwait(false))))
                .ConfigureAwait(false);
            return [.. answers.Where(answer => !answer.isAllowed).Select(answer => answer.right)];
        }
        catch (HttpOperationException e) when (e.Response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
        {
            return [];
        }
    }

    private static async Task<bool> AskAsync(IKubernetes client, AccessRight right, CancellationToken cancellation)
    {
        var resource = right.Resource.Split('/');
        var review = new V1SelfSubjectAccessReview
        {
            Spec = new V1SelfSubjectAccessReviewSpec
            {
                ResourceAttributes = new V1ResourceAttributes
                {
                    Verb = right.Verb,
                    Group = right.Group,
                    Resource = resource[0],
                    Subresource = resource.ElementAtOrDefault(1),
                    NamespaceProperty = right.Namespace,
                },
            },
        };
        return (await client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review,
            cancellationToken: cancellation).ConfigureAwait(false)).Status?.Allowed == true;
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Gauntlet.Build.Clusters.Existing;

/// <summary>Something that a run has to be allowed to do.</summary>
/// <param name="Group">Of the API; empty for the core.</param>
/// <param name="Resource">The collection, with a subresource behind a slash.</param>
/// <param name="Namespace">Null for all of the cluster.</param>
/// <param name="Name">The only object that it is about; null for all of them.</param>
internal sealed record AccessRight(string Verb, string Group, string Resource, string? Namespace, string? Name = null)
{
    /// <summary>Another right with which this one is not needed.</summary>
    public AccessRight? Or { get; init; }

    /// <summary>The question as <c>kubectl auth can-i</c> takes it.</summary>
    public override string ToString()
    {
        var (resource, subresource) = Resource.Split('/') is [var all, var part] ? (all, $" --subresource={part}") : (Resource, "");
        return $"{Verb} {resource}{(Group.Length == 0 ? "" : $".{Group}")}{(Name is null ? "" : $"/{Name}")}{subresource}"
            + (Namespace is null ? "" : $" --namespace={Namespace}");
    }
}

/// <summary>Asks a cluster whether a run may do what its stages will do, before the first of them does: <c>kubectl auth can-i</c>, all questions at
/// once. manifests/rbac grants what is asked for.</summary>
internal static class AccessCheck
{
    private const string Authorization = "rbac.authorization.k8s.io";

    /// <summary>What health is judged by, in all namespaces.</summary>
    private static readonly (string Group, string Resource)[] Watched =
        [("", "nodes"), ("", "pods"), ("", "endpoints"), ("", "events"), ("apps", "deployments"), ("apps", "replicasets")];

    private static readonly string[] OfWatched = ["list", "watch"];
    private static readonly string[] OfObjects = ["get", "create", "patch", "delete", "list"];

    /// <summary>What deploying, watching and removing these objects takes. What a run made is found by its label, in all namespaces.</summary>
    public static IReadOnlyList<AccessRight> Needed(IReadOnlyList<KubeObject> objects) =>
    [
        .. Watched.SelectMany(kind => OfWatched.Select(verb => new AccessRight(verb, kind.Group, kind.Resource, null))),
        .. objects.Select(item => item.Namespace).OfType<string>().Distinct().Select(space => new AccessRight("get", "", "pods/log", space)),
        .. objects.Where(item => item.Kind.IsKnown).Select(item => (item.Kind, item.Namespace)).Distinct()
            .SelectMany(entry => OfObjects.Select(verb =>
                new AccessRight(verb, entry.Kind.Group, entry.Kind.Plural!, verb == "list" ? null : entry.Namespace))),
        .. objects.Where(item => item.Kind.Group == "autoscaling" && item.Kind.IsKnown).Select(item => item.Kind.Plural!).Distinct()
            .Select(plural => new AccessRight("watch", "autoscaling", plural, null)),
        .. objects.Where(item => item.Kind.Group == Authorization && item.Kind.Name is "Role" or "ClusterRole").SelectMany(Granted),
    ];

    /// <summary>Nobody grants a right by a role that he does not have, unless he may do that with all of them.</summary>
    private static IEnumerable<AccessRight> Granted(KubeObject role) =>
        from rule in (role.Body["rules"] as JsonArray ?? []).OfType<JsonObject>()
        from verb in Texts(rule, "verbs")
        from apiGroup in Texts(rule, "apiGroups")
        from resource in Texts(rule, "resources")
        from name in Texts(rule, "resourceNames").DefaultIfEmpty()
        select new AccessRight(verb, apiGroup, resource, role.Namespace, name)
        {
            Or = new AccessRight("escalate", Authorization, role.Kind.Plural!, role.Namespace),
        };

    private static IEnumerable<string> Texts(JsonObject rule, string list) => (rule[list] as JsonArray ?? []).Select(entry => (string?)entry ?? "");

    /// <summary>Those that the cluster denies; none where it cannot be asked.</summary>
    public static async Task<IReadOnlyList<AccessRight>> MissingAsync(IKubernetes client, IEnumerable<AccessRight> needed, CancellationToken cancellation)
    {
        try
        {
            var answers = await Task.WhenAll(needed.Distinct().Select(async right =>
                (right, isAllowed: await AskAsync(client, right, cancellation).ConfigureAwait(false)
                    || (right.Or is { } other && await AskAsync(client, other, cancellation).ConfigureAwait(false)))))
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
                    Name = right.Name,
                },
            },
        };
        return (await client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(review,
            cancellationToken: cancellation).ConfigureAwait(false)).Status?.Allowed == true;
    }
}

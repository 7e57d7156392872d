using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Tools;
using Gauntlet.Workloads.Routing;

namespace Gauntlet.Build.Clusters;

/// <summary>The values of request headers, from what the manifests have for them: as they are written, or a secret by where it is to be had.</summary>
public sealed class HeaderValues(Secrets secrets)
{
    /// <summary>The value of a header.</summary>
    /// <exception cref="StageException">The secret is not there: usage.</exception>
    public string Value(string written) => !Route.IsReference(written) ? written : secrets.Read(written) switch
    {
        ({ } value, _) => value,
        (_, var problem) => throw new StageException(
            StageOutcome.Usage, $"A header cannot be sent: {problem}", "Give the secret to this process, or correct the annotation gauntlet/header.*."),
    };

    /// <summary>All that keeps the headers of routes from being sent, a sentence each; no command is run for it.</summary>
    public IEnumerable<string> Problems(IEnumerable<Route> routes) =>
        from route in routes
        from header in route.Headers
        where Route.IsReference(header.Value)
        let problem = secrets.Problem(header.Value)
        where problem is not null
        select $"The header {header.Key} of the route '{route.Name}' cannot be sent: {problem}";
}

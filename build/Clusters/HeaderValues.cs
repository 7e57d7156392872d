using Gauntlet.Build.Pipeline;
using Gauntlet.Workloads.Routing;

namespace Gauntlet.Build.Clusters;

/// <summary>
/// The values of request headers, from what the manifests have for them. A secret is read when it is sent (<c>env:NAME</c>, <c>file:path</c>), and kept nowhere.
/// </summary>
/// <param name="variable">Looks up an environment variable.</param>
/// <param name="root">The folder that files are relative to.</param>
internal sealed class HeaderValues(Func<string, string?> variable, string root)
{
    /// <summary>Those of a run.</summary>
    public static HeaderValues Of(BuildContext context)
    {
        var environment = context.Environment;
        return new HeaderValues(name => environment.GetEnvironmentVariable(name), context.Paths.Root);
    }

    /// <summary>The value of a header.</summary>
    /// <exception cref="StageException">The variable is not set, or the file cannot be read: usage.</exception>
    public string Value(string written) => Problem(written) is { } problem
        ? throw new StageException(StageOutcome.Usage, $"A header cannot be sent: {problem}", "Give the secret to this process, or correct the annotation gauntlet/header.*.")
        : Read(written);

    /// <summary>All that keeps the headers of routes from being sent, a sentence each.</summary>
    public IEnumerable<string> Problems(IEnumerable<Route> routes) => routes
        .SelectMany(route => route.Headers.Select(header => (route, header, problem: Problem(header.Value))))
        .Where(entry => entry.problem is not null).Select(entry => $"The header {entry.header.Key} of the route '{entry.route.Name}' cannot be sent: {entry.problem}");

    private string? Problem(string written)
    {
        var (kind, where) = Split(written);
        try
        {
            return kind is null || (Read(written) is { Length: > 0 } secret && secret.All(c => c is >= ' ' and < (char)127))
                ? null
                : $"{(kind == "env" ? "the environment variable" : "the file")} {where} holds no line of printable ASCII.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"the file {where} cannot be read: {e.Message}";
        }
    }

    private string Read(string written) => Split(written) switch
    {
        ("env", var name) => variable(name) ?? "",
        ("file", var path) => File.ReadAllText(Path.Combine(root, path)).TrimEnd('\r', '\n'),
        _ => written,
    };

    private static (string? Kind, string Where) Split(string written) => Route.IsReference(written)
        ? (written[..written.IndexOf(':', StringComparison.Ordinal)], written[(written.IndexOf(':', StringComparison.Ordinal) + 1)..])
        : (null, written);
}

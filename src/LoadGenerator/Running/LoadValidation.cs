namespace Gauntlet.LoadGenerator.Running;

/// <summary>Checks options and routes once, and says everything that is wrong with them.</summary>
internal static class LoadValidation
{
    private static readonly string[] OwnHeaders = ["host", "connection", "content-length", "transfer-encoding"];

    public static IEnumerable<string> Problems(LoadOptions options, IReadOnlyList<LoadRoute> routes) => OptionProblems(options).Concat(RouteProblems(routes));

    private static IEnumerable<string> OptionProblems(LoadOptions options)
    {
        (bool Wrong, string Problem)[] checks =
        [
            (options.Connections is < 1 or > 100_000, $"connections must be 1 to 100,000, not {options.Connections}"),
            (options.Threads is < 1 or > 256, $"threads must be 1 to 256, not {options.Threads}"),
            (options.Requests is < 1, $"requests must be at least 1, not {options.Requests}"),
            (options.Timeout <= TimeSpan.Zero, "the timeout must be above 0"),
            (options.WarmUp.Duration < TimeSpan.Zero || options.WarmUp.Requests < 0, "the warm-up must not be negative"),
            (options.Reuse.RequestsPerConnection < 1, "connection reuse must be at least 1 request"),
            (options.Stages.Count == 0 && options.Duration <= TimeSpan.Zero, "the duration must be above 0"),
            (options.Model == LoadModel.Open && options.Stages.Count == 0 && !(options.Rate > 0 && double.IsFinite(options.Rate)), "the rate must be above 0"),
            (options.Stages.Any(stage => stage.Duration <= TimeSpan.Zero || !(stage.Rate >= 0)), "every stage needs a duration above 0 and a rate from 0"),
            (options.Stages.Count > 0 && options.Stages.All(stage => stage.Rate == 0), "the stages never leave a rate of 0"),
            (options.Stages.Count > 0 && options.Model == LoadModel.Closed, "stages belong to the open model"),
            (options.Model == LoadModel.Open && options.Requests is not null, "a number of requests belongs to the closed model"),
        ];
        return checks.Where(check => check.Wrong).Select(check => check.Problem);
    }

    private static IEnumerable<string> RouteProblems(IReadOnlyList<LoadRoute> routes)
    {
        if (routes.Count == 0)
        {
            yield return "there is no route";
        }

        foreach (var twice in routes.GroupBy(route => route.Name).Where(group => group.Count() > 1))
        {
            yield return $"the route name '{twice.Key}' is used twice";
        }

        foreach (var route in routes)
        {
            if (!(route.Weight > 0 && double.IsFinite(route.Weight)))
            {
                yield return $"route '{route.Name}': the weight must be above 0";
            }

            if (route.Scheme is not ("http" or "https"))
            {
                yield return $"route '{route.Name}': the scheme must be http or https, not '{route.Scheme}'";
            }

            if (!IsSafe(route))
            {
                yield return $"route '{route.Name}': method, path, host and headers must be single words or lines of printable ASCII, "
                    + "and the path starts with /";
            }

            if (route.Headers.Keys.FirstOrDefault(name => OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } own)
            {
                yield return $"route '{route.Name}': the header {own} is the generator's own";
            }
        }
    }

    private static bool IsSafe(LoadRoute route) =>
        IsWord(route.Method) && IsWord(route.Path) && route.Path[0] == '/' && IsWord(route.Host)
        && route.Headers.All(header => IsWord(header.Key) && !header.Key.Contains(':', StringComparison.Ordinal)
            && header.Value.All(c => c is >= ' ' and < (char)127));

    private static bool IsWord(string text) => text.Length > 0 && text.All(c => c is > ' ' and < (char)127);
}

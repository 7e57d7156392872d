using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Clusters.Kind;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Chaos;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Stages.Test;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using Gauntlet.Workloads.Routing;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>What must be in the checkout: the structure of the project, and manifests that parse.</summary>
public static class ProjectCheck
{
    /// <summary>What is missing or wrong goes into the findings.</summary>
    /// <param name="context">Of the run.</param>
    /// <param name="clusterKind">What the run works on.</param>
    /// <param name="manifests">What is to be deployed; null where it could not be read.</param>
    /// <param name="headers">Say whether the secrets of requests are there.</param>
    /// <param name="findings">Get all of it.</param>
    public static void Check(BuildContext context, string clusterKind, ManifestSet? manifests, HeaderValues headers, Findings findings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(findings);
        var paths = context.Paths;
        if (clusterKind == KindCluster.Name && !File.Exists(paths.KindTemplate))
        {
            findings.Usage([$"{paths.Named(paths.KindTemplate)} is missing, by which kind makes its nodes. "
                + "Restore it from version control, or use --cluster=embedded."]);
        }

        CheckProfile(context, findings);
        CheckTests(context, findings);
        findings.Usage(ChaosPlans.Problems(paths));
        if (manifests is not null)
        {
            CheckManifests(context, manifests, headers, findings);
        }
    }

    /// <summary>What Full would be refused later on is said at its beginning.</summary>
    private static void CheckProfile(BuildContext context, Findings findings)
    {
        if (context.Options.Of(ClusterOptions.Kind) != ExistingCluster.Name || context.Options.Of(ExistingOptions.Context) is not { } name)
        {
            return;
        }

        findings.Usage(LoadLimit.Problem(context, name) is { } limit && !RunOptions.Skips(context.Options, "LoadTest") ? [limit] : []);
        if (!context.Options.Targets.Contains("Validate") && Protection.WhyNotChange(context, name) is { } why)
        {
            findings.Usage([$"{why} {Protection.Remedy(name)}"]);
        }
    }

    /// <summary>A stage by itself says so itself.</summary>
    private static void CheckTests(BuildContext context, Findings findings)
    {
        if (!context.Options.Targets.Contains("Validate") && !RunOptions.Skips(context.Options, "Test") && TestSolution.Problem(context) is { } problem)
        {
            findings.Usage([problem]);
        }
    }

    private static void CheckManifests(BuildContext context, ManifestSet manifests, HeaderValues headers, Findings findings)
    {
        findings.Usage(manifests.Problems.Select(manifests.Describe));
        foreach (var warning in manifests.Warnings)
        {
            findings.Warn(manifests.Describe(warning));
        }

        if (manifests.NotRead.Count > 0)
        {
            findings.Warn($"Not read below {manifests.Name}/, as no manifests: {string.Join(", ", manifests.NotRead)}.");
        }

        foreach (var assumed in manifests.Assumed)
        {
            findings.Warn($"{manifests.PathOf(assumed.File)}:{assumed.Line}: {assumed.What} It is left to the cluster to have it.");
        }

        foreach (var (item, names) in manifests.Objects.Select(entry => (entry, ControllerAnnotations.Of(entry))).Where(entry => entry.Item2.Count > 0))
        {
            findings.Warn($"{manifests.PlaceOf(item, $"metadata.annotations.{names[0]}")}: {item} has {string.Join(", ", names)}, "
                + $"which can change what its routes answer: the annotations gauntlet/expect-* of its Services have to allow for it.");
        }

        CheckWeights(context, manifests, findings);
        CheckThresholds(context, manifests, findings);
        CheckLoad(context, manifests, headers, findings);
    }

    private static void CheckThresholds(BuildContext context, ManifestSet manifests, Findings findings)
    {
        if (context.Options.Of(ThresholdOptions.File) is { } file && !File.Exists(file))
        {
            findings.Usage([$"The file {file} of --thresholds-file does not exist."]);
            return;
        }

        try
        {
            ThresholdSource.Read(
                context.Options, manifests.Problems.Count == 0 ? ThresholdSource.Names(manifests, manifests.Routes.Select(route => route.Name)) : null);
        }
        catch (UsageException e)
        {
            findings.Usage([e.Message]);
        }
    }

    private static void CheckLoad(BuildContext context, ManifestSet manifests, HeaderValues headers, Findings findings)
    {
        // Routes of manifests that have problems are not known, and a weight of 0 for all of them is said already.
        var routes = manifests.Routes.Where(route => context.Options.Of(LoadTestOptions.Weights).GetValueOrDefault(route.Name, 1) > 0).ToList();
        if (manifests.Problems.Count == 0 && routes.Count > 0 && !RunOptions.Skips(context.Options, "LoadTest"))
        {
            findings.Usage(headers.Problems(routes));
            findings.Usage(LoadRequest.Check(context.Options, routes).Select(problem => $"The load cannot be run: {problem}."));
        }
    }

    private static void CheckWeights(BuildContext context, ManifestSet manifests, Findings findings)
    {
        var routes = manifests.Routes.Select(route => route.Name).ToList();
        findings.Usage(context.Options.Of(LoadTestOptions.Weights).Keys.Except(routes)
            .Select(name => $"--weights names the route '{name}', which no Ingress has{NearestName.Hint(name, routes)}. Routes: {string.Join(", ", routes)}."));
        if (routes.Count > 0 && routes.All(route => context.Options.Of(LoadTestOptions.Weights).GetValueOrDefault(route, 1) == 0))
        {
            findings.Usage(["--weights gives every route the weight 0; nothing would be sent."]);
        }
    }
}

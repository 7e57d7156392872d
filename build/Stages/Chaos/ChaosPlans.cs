using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Experiments.Chaos;

namespace Gauntlet.Build.Stages.Chaos;

/// <summary>An experiment that is to be made, and what has to hold then.</summary>
internal sealed record PlannedExperiment(ExperimentPlan Plan, IReadOnlyList<Hypothesis> Hypotheses);

/// <summary>
/// Finds what is to be made: what the command line asks for, else what the files of chaos/ do, else what is usual on the cluster. On a cluster that was there
/// before nothing is made but what the command line asks for.
/// </summary>
internal static class ChaosPlans
{
    /// <summary>The experiments, in their order.</summary>
    /// <exception cref="UsageException">A file of chaos/ cannot be read.</exception>
    public static IReadOnlyList<PlannedExperiment> Of(BuildContext context, ICluster cluster)
    {
        var instead = context.Options.Of(ChaosOptions.Hypotheses);
        return [.. Written(context, cluster).Select(file => Planned(file, instead))];
    }

    /// <summary>What is wrong with the files of chaos/, each with its place.</summary>
    public static IEnumerable<string> Problems(BuildPaths paths) => Files(paths).Select(file => Problem(paths, file)).OfType<string>();

    private static List<ChaosFile> Written(BuildContext context, ICluster cluster)
    {
        if (context.Options.Of(ChaosOptions.Experiments) is { Count: > 0 } asked)
        {
            return [.. asked.Select(text => new ChaosFile { Experiment = text })];
        }

        List<ChaosFile> files = cluster.Kind == ExistingCluster.Name ? [] : [.. Files(context.Paths).Select(file => Read(context.Paths, file))];
        return files.Count == 0 && cluster.UsualFault is { } usual ? [new ChaosFile { Experiment = usual }] : files;
    }

    private static string? Problem(BuildPaths paths, string file)
    {
        try
        {
            Read(paths, file);
            return null;
        }
        catch (UsageException e)
        {
            return e.Message;
        }
    }

    private static PlannedExperiment Planned(ChaosFile file, IReadOnlyList<string> instead)
    {
        var plan = ExperimentPlan.Parse(file.Experiment!);
        var hypotheses = instead.Count > 0 ? instead : file.Hypotheses.Count > 0 ? [.. file.Hypotheses] : plan.Fault.Hypotheses;
        return new PlannedExperiment(plan, [.. hypotheses.Select(Hypothesis.Parse)]);
    }

    private static IEnumerable<string> Files(BuildPaths paths) =>
        Directory.Exists(paths.Chaos) ? Directory.EnumerateFiles(paths.Chaos, "*.yaml").Order(StringComparer.Ordinal) : [];

    private static ChaosFile Read(BuildPaths paths, string path)
    {
        var name = paths.Named(path);
        var text = TextOf(path, name);
        var file = ProjectYaml.Parse<ChaosFile>(text, name, "experiment");
        foreach (var (what, parse) in file.Parts())
        {
            try
            {
                parse();
            }
            catch (FormatException e)
            {
                throw new UsageException($"{name}:{LineOf(text, what)}: '{what}' {e.Message}.", e);
            }
        }

        return file.Experiment is not null ? file
            : throw new UsageException($"{name}: It names no experiment. Write, for example, experiment: pod-delete:foo@5s,for=5s");
    }

    private static string TextOf(string path, string name)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{name}: The experiment cannot be read: {e.Message}", e);
        }
    }

    private static int LineOf(string text, string part) =>
        Math.Max(0, Array.FindIndex(text.Split('\n'), line => line.Contains(part, StringComparison.Ordinal))) + 1;

    /// <summary>A file of chaos/.</summary>
    public sealed class ChaosFile
    {
        /// <value>As for --chaos.</value>
        public string? Experiment { get; init; }

        /// <value>As for --hypothesis; those of the fault where there are none.</value>
        public IList<string> Hypotheses { get; init; } = [];

        /// <summary>Its texts, each with what reads it.</summary>
        internal IEnumerable<(string Text, Action Parse)> Parts() =>
            Hypotheses.Select(text => (text, (Action)(() => Hypothesis.Parse(text))))
                .Prepend((Experiment ?? "", () => _ = Experiment is null ? null : ExperimentPlan.Parse(Experiment)));
    }
}

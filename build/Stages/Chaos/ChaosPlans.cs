using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Experiments.Chaos;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

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
        var asked = context.Options.Of(ChaosOptions.Experiments);
        var instead = context.Options.Of(ChaosOptions.Hypotheses);
        var written = asked.Count > 0 ? asked.Select(text => new ChaosFile { Experiment = text })
            : cluster.Kind == ExistingCluster.Name ? []
            : Files(context.Paths).Select(file => Read(context.Paths, file));
        var usual = cluster.UsualFault is { } fault ? [new ChaosFile { Experiment = fault }] : Array.Empty<ChaosFile>();
        return [.. written.DefaultIfEmpty().SelectMany(file => file is null ? usual : [file]).Select(file => Planned(file, instead))];
    }

    /// <summary>What is wrong with the files of chaos/, each with its place.</summary>
    public static IEnumerable<string> Problems(BuildPaths paths)
    {
        foreach (var file in Files(paths))
        {
            string? problem = null;
            try
            {
                Read(paths, file);
            }
            catch (UsageException e)
            {
                problem = e.Message;
            }

            if (problem is not null)
            {
                yield return problem;
            }
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
        var name = Path.GetRelativePath(paths.Root, path).Replace('\\', '/');
        try
        {
            var text = File.ReadAllText(path);
            var reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
            var file = reader.Deserialize<ChaosFile?>(text) ?? new ChaosFile();
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
        catch (YamlException e)
        {
            var why = (e.InnerException ?? e).Message.ReplaceLineEndings(" ").Trim();
            throw new UsageException($"{name}:{e.Start.Line}: The experiment cannot be read: {why}", e);
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

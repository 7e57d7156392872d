using System.Text.RegularExpressions;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.PipelineHarness;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.Workflows.Tests;

/// <summary>The reusable workflow, the composite action, and the examples for other services, from the same targets as validate.yml.</summary>
internal sealed partial class OtherServicesTests
{
    private static readonly string[] Examples = ["docs/examples/gitlab-ci.yml", "docs/examples/azure-pipelines.yml"];

    private static Job Reusable => Workflow.Read("gauntlet.yml").Job("gauntlet");

    private static YamlMappingNode Action => Yaml.Read(Path.Combine(Checkout.Root, "action.yml"));

    /// <summary>
    /// But for the SDK, which the caller has pinned beside the code that he took in, and for steps that somebody has given a stage of his own.
    /// </summary>
    [Test]
    public void ReusableWorkflow_Steps_AreThoseOfValidate()
    {
        var (ours, validate) = (Reusable, Workflow.Read("validate.yml").Job("validate"));
        var names = ours.Steps.Select(step => step.Name).ToHashSet();

        Assert.That(ours.Steps.Select(Line), Is.EqualTo(validate.Steps.Where(step => names.Contains(step.Name)).Select(Line)));
        Assert.That(ours.Permissions, Is.EquivalentTo(validate.Permissions));
        Assert.That(ours.Minutes, Is.EqualTo(validate.Minutes));
        Assert.That(ours.Step("Set up .NET").With["global-json-file"], Is.EqualTo("build/gauntlet/global.json"));

        static string Line(Step step) => $"{step.Name} [{step.Id}] {step.Uses}{step.Run} if {step.Condition} {step.Minutes}m "
            + string.Join(' ', step.With.Where(value => value.Key != "global-json-file"));
    }

    [Test]
    public void ReusableWorkflow_Inputs_GoByTheVariablesOfOptions()
    {
        var workflow = Workflow.Read("gauntlet.yml");
        var inputs = ((YamlMappingNode)workflow.Root["on"]["workflow_call"]["inputs"]).Children.Keys.Select(Yaml.Text);

        Assert.That(workflow.Environment, Is.EquivalentTo(inputs.ToDictionary(Variable, input => $"${{{{ inputs.{input} }}}}")));
        Assert.That(inputs.Select(OptionCatalog.Find), Is.All.Not.Null);
    }

    [Test]
    public void Action_ItsSteps_ArePinnedAndGiveInputsToNoShell()
    {
        var source = File.ReadAllText(Path.Combine(Checkout.Root, "action.yml"));
        var steps = ((YamlSequenceNode)Action["runs"]["steps"]).Cast<YamlMappingNode>().ToList();
        var run = steps.Single(step => Yaml.Find(step, "run") is not null);
        var inputs = ((YamlMappingNode)Action["inputs"]).Children.Keys.Select(Yaml.Text).ToList();

        Assert.That(steps.Count(step => Yaml.Find(step, "uses") is not null), Is.EqualTo(WorkflowRulesTests.Pinned(source).Count()));
        Assert.That(WorkflowRulesTests.Pinned(source), Is.All.Matches<(string Action, string Version)>(WorkflowRulesTests.IsChecked));
        Assert.That(Yaml.Text(run["run"]), Is.EqualTo("\"$GITHUB_ACTION_PATH/build.sh\" --target=\"$TARGET\" --working=\"$GITHUB_WORKSPACE\""));
        Assert.That(
            Yaml.Map(run["env"]),
            Is.EquivalentTo(inputs.ToDictionary(input => input == "target" ? "TARGET" : Variable(input), input => $"${{{{ inputs.{input} }}}}")));
        Assert.That(inputs.Where(input => input != "target").Select(OptionCatalog.Find), Is.All.Not.Null);
        Assert.That(Yaml.Text(Action["inputs"]["target"]["default"]), Is.EqualTo(RunTargets.Full));
    }

    /// <summary>A stage that somebody has added for himself need not be in them.</summary>
    [TestCaseSource(nameof(Examples))]
    public void Example_ItsCommands_AreTheStagesInTheirOrderAndTheVerdict(string example)
    {
        var lines = Scripts(Yaml.Read(Path.Combine(Checkout.Root, example))).Select(line => Call().Match(line)).Where(match => match.Success)
            .Select(match => CommandLine.Parse(match.Groups["arguments"].Value.Split(' '), _ => null, StageCatalog.Host.Targets)).ToList();

        var targets = lines.SelectMany(line => line.Targets).ToList();
        Assert.That(targets, Is.EqualTo(StageCatalog.Host.Names.Where(targets.Contains).Append(RunTargets.Verdict)));
        Assert.That(targets, Is.SupersetOf(Reusable.Steps.Select(step => Target().Match(step.Run ?? "").Value).Where(target => target.Length > 0)));
        Assert.That(lines.Select(line => new OptionValues(line, inContinuousIntegration: true)), Is.All.Not.Null);
    }

    [TestCaseSource(nameof(Examples))]
    public void Example_ItsVariables_AreThoseOfOptions(string example)
    {
        var variables = Variables().Matches(File.ReadAllText(Path.Combine(Checkout.Root, example))).Select(match => match.Value).Distinct();

        Assert.That(variables, Is.SubsetOf(OptionCatalog.All.Select(option => option.EnvironmentVariable)).And.Not.Empty);
    }

    [TestCaseSource(nameof(Examples))]
    public void Example_TheClustersKey_IsNotKept(string example) =>
        Assert.That(File.ReadAllText(Path.Combine(Checkout.Root, example)), Does.Contain("artifacts/kubeconfig").And.Contain("artifacts/manifests/.private"));

    private static string Variable(string input) => OptionCatalog.Find(input)?.EnvironmentVariable ?? input;

    /// <summary>The texts below script and after_script, in the order of the file.</summary>
    private static IEnumerable<string> Scripts(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(pair => Yaml.Text(pair.Key) is "script" or "after_script" ? Texts(pair.Value) : Scripts(pair.Value)),
        YamlSequenceNode list => list.SelectMany(Scripts),
        _ => [],
    };

    private static IEnumerable<string> Texts(YamlNode node) => node is YamlSequenceNode list ? list.Select(Yaml.Text) : [Yaml.Text(node)];

    [GeneratedRegex(@"^\./build\.sh (?<arguments>--[^|]*[^ |])")]
    private static partial Regex Call();

    [GeneratedRegex("(?<=--target=)[A-Za-z]+")]
    private static partial Regex Target();

    [GeneratedRegex("GAUNTLET_[A-Z_]+")]
    private static partial Regex Variables();
}

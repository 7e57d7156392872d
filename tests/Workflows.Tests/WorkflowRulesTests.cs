using System.Text.RegularExpressions;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.PipelineHarness;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.Workflows.Tests;

/// <summary>What holds for every workflow.</summary>
internal sealed partial class WorkflowRulesTests
{
    // The only commits that may run here. A new pin is added by hand, after its commit was compared with the tag it names.
    // Not compared yet, known from other projects' pins alone: upload-artifact, cache and upload-sarif.
    private static readonly Dictionary<string, string> Pins = new(StringComparer.Ordinal)
    {
        ["actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"] = "v7.0.1",
        ["actions/setup-dotnet@a98b56852c35b8e3190ac28c8c2271da59106c68"] = "v6.0.0",
        ["actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a"] = "v7.0.1",
        ["actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c"] = "v8.0.1",
        ["actions/cache/restore@55cc8345863c7cc4c66a329aec7e433d2d1c52a9"] = "v6.1.0",
        ["actions/cache/save@55cc8345863c7cc4c66a329aec7e433d2d1c52a9"] = "v6.1.0",
        ["github/codeql-action/upload-sarif@2892aa5e19bbd11bc0cff5427e3b750a04d9e3c2"] = "v4.38.2",
    };

    private static readonly Dictionary<string, string[]> Triggers = new(StringComparer.Ordinal)
    {
        ["comment.yml"] = ["workflow_run"],
        ["gauntlet.yml"] = ["workflow_call"],
        ["scheduled.yml"] = ["push", "schedule", "workflow_dispatch"],
        ["security.yml"] = ["push", "pull_request", "schedule"],
        ["staging.yml"] = ["push", "workflow_dispatch"],
        ["validate.yml"] = ["pull_request"],
    };

    // The rights that a job may have to write with; contents and actions are only ever read.
    private static readonly string[] AllowedWrites = ["pull-requests", "security-events", "id-token"];

    private static IEnumerable<Workflow> All => Workflow.All;

    /// <summary>Every action that a file uses by a whole commit, with the version that stands beside it.</summary>
    public static IEnumerable<(string Action, string Version)> Pinned(string source) =>
        UsesPattern().Matches(source).Select(use => (use.Groups["action"].Value, use.Groups["version"].Value));

    /// <summary>Whether it may run here.</summary>
    public static bool IsChecked((string Action, string Version) use) => Pins.GetValueOrDefault(use.Action) == use.Version;

    [Test]
    public void Workflows_OfTheRepository_AreTheseOnTheseEvents() =>
        Assert.That(All.ToDictionary(workflow => workflow.File, workflow => workflow.Triggers.ToArray()), Is.EquivalentTo(Triggers));

    [TestCaseSource(nameof(All))]
    public void Actions_Everywhere_ArePinnedToACheckedCommitAndSayTheirVersion(object file)
    {
        var workflow = (Workflow)file;
        var uses = UsesPattern().Matches(workflow.Source);

        Assert.That(uses, Has.Count.EqualTo(workflow.Jobs.Sum(job => job.Steps.Count(step => step.Uses is not null))));
        foreach (var use in uses.Cast<Match>())
        {
            Assert.That(Pins, Contains.Key(use.Groups["action"].Value));
            Assert.That(use.Groups["version"].Value, Is.EqualTo(Pins[use.Groups["action"].Value]));
        }
    }

    [TestCaseSource(nameof(All))]
    public void Permissions_Everywhere_AreNoneAtTheTopAndGrantedPerJobWithAComment(object file)
    {
        var workflow = (Workflow)file;

        Assert.That(((YamlMappingNode)workflow.Root["permissions"]).Children, Is.Empty);
        Assert.That(workflow.Source.Split('\n').Where(line => GrantPattern().IsMatch(line)), Is.All.Match(" # .+").And.Not.Empty);
        foreach (var (right, level) in workflow.Jobs.SelectMany(job => job.Permissions))
        {
            Assert.That(level, Is.EqualTo("read").Or.EqualTo("write"));
            Assert.That(level == "read" || AllowedWrites.Contains(right), $"{right}: {level}");
        }
    }

    [TestCaseSource(nameof(All))]
    public void Runs_Everywhere_AreOneCallThatTheHostAccepts(object file)
    {
        foreach (var run in ((Workflow)file).Jobs.SelectMany(job => job.Steps).Select(step => step.Run).OfType<string>())
        {
            Assert.That(run, Does.Match(@"\A\./build\.sh --target=\S+( --\S+)*\z").And.Not.Contain("${{").And.Not.Match("[;&|`]"));
            var arguments = run.Replace("\"", "", StringComparison.Ordinal).Split(' ')[1..];

            var line = CommandLine.Parse(arguments, _ => null, StageCatalog.Host.Targets);

            Assert.That(line.Targets, Has.Count.EqualTo(1), run);
            Assert.That(() => new OptionValues(line, inContinuousIntegration: true), Throws.Nothing, run);
        }
    }

    [TestCaseSource(nameof(All))]
    public void Jobs_Everywhere_ArePinnedBoundedAndCancellable(object file)
    {
        var workflow = (Workflow)file;

        Assert.That(Yaml.Map(workflow.Root["concurrency"])["group"], Is.Not.Empty);
        Assert.That(Yaml.Map(workflow.Root["concurrency"])["cancel-in-progress"], Is.EqualTo("true"));
        Assert.That(workflow.Environment.Keys, Has.No.Member("StandIns"), "the build itself finds the packages that the feed has");
        Assert.That(workflow.Jobs.Select(job => job.RunsOn), Is.All.EqualTo("ubuntu-24.04"));
        Assert.That(workflow.Jobs.Sum(job => job.Minutes), Is.LessThan(10), "jobs that wait for each other end below ten minutes");
        foreach (var job in workflow.Jobs)
        {
            Assert.That(job.Steps.Select(step => step.Minutes), Is.All.InRange(1, job.Minutes), job.Name);
        }
    }

    [TestCaseSource(nameof(All))]
    public void Checkouts_Everywhere_LeaveNoCredentialsBehind(object file)
    {
        var checkouts = ((Workflow)file).Jobs.SelectMany(job => job.Steps)
            .Where(step => step.Uses?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true);

        Assert.That(checkouts.Select(step => step.With["persist-credentials"]), Is.All.EqualTo("false").And.Not.Empty);
    }

    [Test]
    public void Tokens_Everywhere_GoToPostCommentAlone()
    {
        var holders = All.SelectMany(workflow => workflow.Jobs).SelectMany(job => job.Steps).Where(step => step.Environment.Count > 0);

        Assert.That(holders.Select(step => step.Name), Is.All.EqualTo("PostComment").And.Not.Empty);
    }

    /// <summary>Who has the identity of a job has the cluster that trusts it: the one job of main in its environment,
    /// and no code of a fork or a pull request.</summary>
    [Test]
    public void Identity_OfAJob_IsStagingsAloneOnMainInItsEnvironment()
    {
        var holders = All.SelectMany(workflow => workflow.Jobs.Select(job => (workflow, job)))
            .Where(entry => entry.job.Permissions.ContainsKey("id-token")).ToList();
        var (workflow, job) = holders.Single();

        Assert.That(workflow.File, Is.EqualTo("staging.yml"));
        Assert.That(workflow.Triggers, Has.None.Contains("pull_request").And.None.EqualTo("workflow_run"));
        Assert.That(job.Condition, Does.StartWith("${{ github.ref == 'refs/heads/main' && "));
        Assert.That(Yaml.Text(((YamlMappingNode)workflow.Root["jobs"])["staging"]["environment"]), Is.EqualTo("staging"));
        Assert.That(job.Permissions, Is.EquivalentTo(new Dictionary<string, string> { ["contents"] = "read", ["id-token"] = "write" }));
        Assert.That(workflow.Source, Does.Not.Contain("secrets."), "nothing static");
        Assert.That(job.Steps.Single(step => step.Name == "Check out main").With["ref"], Is.EqualTo("main"));
    }

    [Test]
    public void Dependabot_Watches_NuGetAndActions()
    {
        var updates = (YamlSequenceNode)Yaml.Read(Path.Combine(Checkout.Root, ".github", "dependabot.yml"))["updates"];

        Assert.That(updates.Select(update => Yaml.Text(update["package-ecosystem"])), Is.EquivalentTo(new[] { "nuget", "github-actions" }));
    }

    [GeneratedRegex(@"uses: (?<action>[A-Za-z0-9_./-]+@[0-9a-f]{40}) # (?<version>v\d+\.\d+\.\d+)\s*$", RegexOptions.Multiline)]
    private static partial Regex UsesPattern();

    [GeneratedRegex(@"^\s+[a-z-]+: (read|write)\b")]
    private static partial Regex GrantPattern();
}

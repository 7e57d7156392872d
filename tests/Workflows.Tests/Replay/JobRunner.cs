using System.Text.Json.Nodes;
using Gauntlet.GitHubStandIn;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Workflows.Tests.Replay;

/// <summary>
/// Runs the steps of a job in order, as a runner of GitHub Actions does: conditions are evaluated, scripts run in a shell with fresh files behind
/// GITHUB_ENV and the like, and what they wrote there holds for the steps after them. Actions are stood in for; checkouts and SDKs are there already.
/// </summary>
/// <param name="copy">The checkout that the job works in.</param>
/// <param name="artifacts">What the jobs of one run share.</param>
/// <param name="environment">The runner's variables; those of the event become the github context.</param>
internal sealed class JobRunner(ProjectCopy copy, Artifacts artifacts, IReadOnlyDictionary<string, string?> environment)
{
    /// <summary>The artifact that holds what code scanning was handed.</summary>
    public const string CodeScanning = "code scanning";

    private readonly JsonNode _event = JsonNode.Parse(File.ReadAllText(environment["GITHUB_EVENT_PATH"]!))!;
    private readonly Dictionary<string, string?> _environment = new(environment);
    private readonly Dictionary<string, string?> _contexts = new()
    {
        ["github.token"] = GitHubServer.Token,
        ["github.repository"] = environment["GITHUB_REPOSITORY"],
        ["github.event_name"] = environment["GITHUB_EVENT_NAME"],
        ["runner.temp"] = Path.Combine(copy.Home, "runner"),
    };

    private readonly List<StepRun> _runs = [];

    private bool Failed => _runs.Any(run => run.Outcome == StepOutcome.Failure);

    /// <summary>Runs the job's steps, or none where its own condition says so; a step that fails ends only those whose conditions say so.</summary>
    public async Task<JobRun> RunAsync(Job job)
    {
        if (!Expressions.Holds(job.Condition))
        {
            return new JobRun([]);
        }

        _environment["RUNNER_TEMP"] = _contexts["runner.temp"];
        _environment.Remove("GITHUB_TOKEN"); // A runner hands it to no step; one that needs it asks for it by an expression.
        foreach (var step in job.Steps)
        {
            var run = Expressions.Holds(step.Condition) ? await RunAsync(step) : new StepRun(step, StepOutcome.Skipped, null, null);
            _runs.Add(run);
            if (step.Id is { } id)
            {
                _contexts[$"steps.{id}.outcome"] = run.Outcome.ToString().ToLowerInvariant();
            }
        }

        return new JobRun(_runs);
    }

    private Expression Expressions => new(Call, Look);

    private string? Look(string name) => name.StartsWith("github.event.", StringComparison.Ordinal)
        ? name.Split('.').Skip(2).Aggregate((JsonNode?)_event, (node, part) => node?[part])?.ToString()
        : _contexts.GetValueOrDefault(name);

    private string Call(string function, IReadOnlyList<string> arguments) => function switch
    {
        "success" => Failed ? "false" : "true",
        "failure" => Failed ? "true" : "false",
        "always" => "true",
        "cancelled" => "false",
        "hashFiles" => File.Exists(copy.PathOf(arguments[0])) ? "some-hash" : "",
        _ => throw new FormatException($"The replay does not know {function}()."),
    };

    private async Task<StepRun> RunAsync(Step step) => step.Run is { } script ? await RunScriptAsync(step, script) : UseAction(step);

    private async Task<StepRun> RunScriptAsync(Step step, string script)
    {
        var files = new StepFiles(Path.Combine(copy.Home, "runner", "files", step.Name));
        var variables = new Dictionary<string, string?>(_environment);
        foreach (var (name, value) in files.Variables)
        {
            variables[name] = value;
        }

        foreach (var (name, value) in step.Environment)
        {
            variables[name] = Expressions.Expand(value);
        }

        var result = await copy.ShellAsync(Expressions.Expand(script), variables);
        foreach (var (name, value) in files.Environment)
        {
            _environment[name] = value;
        }

        if (files.AddedPath.Count > 0)
        {
            _environment["PATH"] = string.Join(
                Path.PathSeparator, files.AddedPath.Reverse().Append(_environment.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH")));
        }

        return new StepRun(step, result.ExitCode == 0 ? StepOutcome.Success : StepOutcome.Failure, result, files);
    }

    private StepRun UseAction(Step step)
    {
        switch (step.Uses!.Split('@')[0])
        {
            case "actions/checkout" or "actions/setup-dotnet":
                break;
            case "actions/upload-artifact":
                artifacts.Upload(copy.Root, step.With["name"], step.With["path"]);
                break;
            case "actions/download-artifact":
                artifacts.Download(step.With["name"], Path.Combine(copy.Root, Expressions.Expand(step.With["path"])));
                break;
            case "actions/cache/restore":
                artifacts.Restore(copy.Root, step.With["path"]);
                break;
            case "github/codeql-action/upload-sarif":
                artifacts.Upload(copy.Root, CodeScanning, step.With["sarif_file"]);
                break;
            default:
                throw new NotSupportedException($"The replay has nothing that stands in for {step.Uses}.");
        }

        return new StepRun(step, StepOutcome.Success, null, null);
    }
}

/// <summary>How a step ended.</summary>
internal enum StepOutcome
{
    Success,
    Failure,
    Skipped,
}

/// <summary>One step of a replayed job; result and files only where a script ran.</summary>
internal sealed record StepRun(Step Step, StepOutcome Outcome, PipelineResult? Result, StepFiles? Files);

/// <summary>A replayed job.</summary>
internal sealed record JobRun(IReadOnlyList<StepRun> Steps)
{
    public StepRun this[string name] => Steps.Single(run => run.Step.Name == name);

    /// <summary>Names of the steps that ended so, in order.</summary>
    public IReadOnlyList<string> With(StepOutcome outcome) => [.. Steps.Where(run => run.Outcome == outcome).Select(run => run.Step.Name)];

    /// <summary>Everything that was printed.</summary>
    public override string ToString() => string.Join('\n', Steps.Select(run => $"== {run.Step.Name}: {run.Outcome}\n{run.Result}"));
}

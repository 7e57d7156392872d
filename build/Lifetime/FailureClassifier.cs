using System.Net.Sockets;
using System.Text.Json;
using Gauntlet.Build.Options;
using Gauntlet.Build.Processes;
using Gauntlet.Build.State;
using Gauntlet.Build.Tools;
using k8s.Autorest;
using k8s.Exceptions;

namespace Gauntlet.Build.Lifetime;

/// <summary>Turns whatever a stage threw into an outcome, a reason and a remedy.</summary>
public sealed class FailureClassifier(CommandJournal journal)
{
    private const int EvidenceLines = 20;

    /// <summary>Never throws; an exception that nobody expected is a fault of the pipeline, and said to be one.</summary>
    public (StageOutcome Outcome, StageProblem Problem) Classify(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            StageException e => (e.Outcome, new StageProblem(e.Message, e.Remedy, e.Evidence)),
            UsageException e => (StageOutcome.Usage, new StageProblem(e.Message)),
            ToolException e => (StageOutcome.Infrastructure, new StageProblem(e.Message, e.Remedy)),
            CakeException when journal.LastFailed is { } command => (StageOutcome.Infrastructure, Explain(command)),
            HttpOperationException e => (StageOutcome.Infrastructure, new StageProblem(
                $"The API server answered {(int)e.Response.StatusCode} to {e.Request.Method} {e.Request.RequestUri?.AbsolutePath}: {Line(e.Response.Content)}")),
            HttpRequestException { StatusCode: not null } e => (StageOutcome.Infrastructure, new StageProblem($"The API server refused: {Line(e.Message)}")),
            HttpRequestException or SocketException => (StageOutcome.Infrastructure, new StageProblem(
                $"A connection failed: {Line(exception.GetBaseException().Message)}", "Check that the cluster is up: --target=CreateCluster makes a new one.")),
            IOException or UnauthorizedAccessException => (StageOutcome.Infrastructure, new StageProblem(
                $"A file could not be read or written: {Line(exception.Message)}", "Check free space and permissions of artifacts/ and of the cache folder.")),
            KubeConfigException => (StageOutcome.Infrastructure, new StageProblem(
                $"The kubeconfig cannot be used: {Line(exception.Message)}", "Check --kubeconfig and --context; --target=CreateCluster writes a new one for a cluster of ours.")),
            // Where the stage itself was to end nobody asks here.
            OperationCanceledException => (StageOutcome.Infrastructure, new StageProblem(
                "A request was not answered in time.", "Check that the cluster is up: --target=CreateCluster makes a new one.")),
            JsonException or FormatException or NotSupportedException => (StageOutcome.Infrastructure, new StageProblem(
                $"An answer of the cluster could not be read: {Line(exception.Message)}", "Check that what answers there is a Kubernetes API server; --target=CreateCluster makes a new one.")),
            CakeException => (StageOutcome.Infrastructure, new StageProblem(Line(exception.Message))),
            AggregateException { InnerExceptions: [var only] } => Classify(only),
            _ => (StageOutcome.Infrastructure, new StageProblem(
                $"Unexpected {exception.GetType().Name}: {Line(exception.Message)}", "This is a fault of the pipeline itself; run again with --verbosity=diagnostic and report it.")),
        };
    }

    private static StageProblem Explain(CompletedCommand command) =>
        new($"{command.Line} exited with {command.ExitCode}: {Telling(command.Output)}",
            null,
            [.. command.Output.TakeLast(EvidenceLines)]);

    /// <summary>The line that names the error where a tool prints one, else its last.</summary>
    private static string Telling(IReadOnlyList<string> output)
    {
        var lines = output.Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        return lines.LastOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines.LastOrDefault() ?? "no output";
    }

    private static string Line(string? text) => (text ?? "").ReplaceLineEndings(" ").Trim();
}

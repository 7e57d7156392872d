using Gauntlet.Build.Pipeline;
using Gauntlet.ForeignText;
using Gauntlet.PullRequests.Workflow;

namespace Gauntlet.Build.Ci;

/// <summary>Lines of standard output that the log viewer of GitHub Actions obeys; nothing elsewhere.</summary>
/// <param name="ci">Where this process runs.</param>
/// <param name="output">Standard output.</param>
public sealed class CiCommands(CiEnvironment ci, TextWriter output)
{
    /// <summary>Tells the log viewer what it must not show; before anything else is printed.</summary>
    public void MaskSecrets(IEnumerable<string> secrets) => Write(secrets.SelectMany(WorkflowCommands.Mask));

    /// <summary>Opens a fold in the log.</summary>
    public void BeginGroup(string title) => Write([WorkflowCommands.Group(title)]);

    /// <summary>Closes it.</summary>
    public void EndGroup() => Write([WorkflowCommands.EndGroup]);

    /// <summary>A line of ours, without anything in it that the log viewer would obey.</summary>
    public string Inert(string text) => ci.IsGitHubActions ? RunnerText.Log(text) : text;

    /// <summary>Until the result is disposed, no line of standard output is obeyed: for logs of pods and output of tools.</summary>
    public IDisposable? Quote() => ci.IsGitHubActions ? WorkflowCommands.Foreign(output) : null;

    /// <summary>
    /// Annotations for what is wrong: thresholds, workloads, findings, each by itself, or the stage where it names none.
    /// Only for the stages of this process: those of other steps stand at their steps.
    /// </summary>
    public void Annotate(PipelineState state, IReadOnlyCollection<string> stages)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(stages);
        var annotations = new AnnotationSet();
        foreach (var (stage, slot) in state.Slots
            .Where(entry => stages.Contains(entry.Stage) && entry.Slot is { Outcome: not (StageOutcome.Pass or StageOutcome.Skipped) }))
        {
            var level = slot!.Outcome == StageOutcome.Inconclusive ? AnnotationLevel.Warning : AnnotationLevel.Error;
            foreach (var fault in slot.Problem?.Faults ?? [new Fault(stage, slot.Problem?.Reason ?? slot.Summary ?? slot.Outcome.Word())])
            {
                annotations.Add(new Annotation(level, fault.On == stage ? stage : $"{stage}: {fault.On}", fault.Message, fault.File, fault.Line));
            }
        }

        Write(annotations.Render());
    }

    private void Write(IEnumerable<string> commands)
    {
        foreach (var command in ci.IsGitHubActions ? commands : [])
        {
            output.WriteLine(command);
        }
    }
}

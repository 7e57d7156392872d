using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports;
using Gauntlet.Reports.Writers;
using k8s;
using k8s.Models;

namespace Gauntlet.Build.Hosting;

/// <summary>
/// Does once, on a thread of its own and for nothing, what a run does later: most of a short run's time is the runtime's, which loads and compiles what
/// it meets for the first time, while another processor is idle. Nobody waits for it.
/// </summary>
internal static class HeadStart
{
    /// <summary>Begins, and returns at once, where a target is named: what only prints needs none of it.</summary>
    /// <param name="arguments">As the process got them.</param>
    public static void Begin(IReadOnlyList<string> arguments)
    {
        if (Environment.ProcessorCount > 1 && arguments.Any(argument => argument.StartsWith("--target", StringComparison.Ordinal)))
        {
            _ = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    /// <summary>In the order in which a run comes to it.</summary>
    internal static void Run()
    {
        _ = StateStore.Text(State());
        _ = KubernetesJson.Deserialize<V1Ingress>("{}");
        _ = KubernetesJson.Deserialize<V1Service>("{}");
        var document = Report();
        _ = MarkdownWriter.Write(document, int.MaxValue);
        _ = HtmlWriter.Write(document);
        _ = JUnitWriter.Write(document);
        _ = PrometheusWriter.Write(document);
    }

    private static PipelineState State() => new PipelineState
    {
        Run = new RunRecord { Id = "", Started = DateTimeOffset.UnixEpoch, Command = "", Machine = "", StandIns = [""] },
    }.With(StageCatalog.Host.First.Name, new StageSlot<ValidationResult>
    {
        Outcome = StageOutcome.Pass,
        Started = DateTimeOffset.UnixEpoch,
        Duration = TimeSpan.Zero,
        Result = new ValidationResult("", null, [], 0, [""], [""]),
    });

    private static Document Report() => new()
    {
        Run = "",
        Outcome = CheckOutcome.Pass,
        Verdict = "",
        Reasons = [""],
        Notes = [""],
        Sections =
        [
            new Section("", Importance.Course, new Paragraph(""), Table.Of("", [("", "")]), new Lines([""]), new FileLinks([("", "")])) { Fold = Fold.Always },
        ],
        Checks = [new Check("", "", CheckOutcome.Pass, "", TimeSpan.Zero)],
        Series = [new Series("", "", [new Sample(1, ("", ""))])],
    };
}

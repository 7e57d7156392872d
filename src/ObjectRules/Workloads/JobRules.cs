using Gauntlet.ObjectRules.Metadata;
using Gauntlet.ObjectRules.Pods;

namespace Gauntlet.ObjectRules.Workloads;

/// <summary>Jobs and CronJobs.</summary>
internal static class JobRules
{
    /// <summary>The labels that the server makes up for a Job's selector.</summary>
    private static readonly string[] Generated = ["controller-uid", "batch.kubernetes.io/controller-uid", "job-name", "batch.kubernetes.io/job-name"];

    public static void Job(Field item)
    {
        var spec = item["spec"];
        Spec(spec);
        var selector = spec["selector"];
        Selectors.Check(selector);
        if (spec["manualSelector"].Flag)
        {
            if (!selector.Exists)
            {
                selector.Required();
            }
            else if (selector.IsObject && Selectors.IsUsable(selector) && !Selectors.Matches(selector, spec["template", "metadata", "labels"]))
            {
                spec["template", "metadata", "labels"].Invalid("`selector` does not match template `labels`");
            }
        }
        else if (selector["matchLabels"].Entries.Any(entry => !Generated.Contains(entry.Key)) || selector["matchExpressions"].Count > 0)
        {
            selector.Invalid("`selector` not auto-generated");
        }
    }

    public static void CronJob(Field item)
    {
        var (spec, name) = (item["spec"], item["metadata", "name"]);
        if (name.Text is { Length: > 52 })
        {
            name.Invalid("must be no more than 52 characters");
        }

        Timing(spec);
        spec["startingDeadlineSeconds"].NotNegative();
        spec["concurrencyPolicy"].OneOf("Allow", "Forbid", "Replace");
        spec["successfulJobsHistoryLimit"].NotNegative();
        spec["failedJobsHistoryLimit"].NotNegative();
        var job = spec["jobTemplate", "spec"];
        Spec(job);
        if (job["selector"].Exists)
        {
            job["selector"].Invalid("`selector` will be auto-generated");
        }

        if (job["manualSelector"].Flag)
        {
            job["manualSelector"].NotSupported("nil", "false");
        }
    }

    private static void Timing(Field spec)
    {
        var (schedule, zone) = (spec["schedule"], spec["timeZone"]);
        if (schedule.IsBlank)
        {
            schedule.Required();
        }
        else if (schedule.Text is { } text)
        {
            if (text.Contains("TZ", StringComparison.Ordinal))
            {
                schedule.Invalid("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
            }
            else if (Schedule.FirstProblem(text) is { } problem)
            {
                schedule.Invalid(problem);
            }
        }

        if (zone.Text == "")
        {
            zone.Invalid("timeZone must be nil or non-empty string");
        }
        else if (string.Equals(zone.Text, "local", StringComparison.OrdinalIgnoreCase))
        {
            zone.Invalid("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        }
    }

    private static void Spec(Field spec)
    {
        foreach (var number in new[] { "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished" })
        {
            spec[number].NotNegative();
        }

        var mode = spec["completionMode"];
        mode.OneOf("NonIndexed", "Indexed");
        if (mode.Text == "Indexed" && !spec["completions"].Exists)
        {
            spec["completions"].Required("when completion mode is Indexed");
        }

        PodRules.Template(spec["template"]);
        var restart = spec["template", "spec", "restartPolicy"];
        if (restart.IsBlank || restart.Text == "Always")
        {
            restart.Required("valid values: \"OnFailure\", \"Never\"");
        }
        else
        {
            restart.OneOf("OnFailure", "Never");
        }
    }
}

using System.Globalization;
using Gauntlet.ForeignText;

namespace Gauntlet.PullRequests.Workflow;

/// <summary>The annotations of one step. GitHub shows ten of each level and drops the others silently; here the tenth says how many there were.</summary>
public sealed class AnnotationSet
{
    /// <summary>What GitHub shows of each level in one step.</summary>
    public const int MaxPerLevel = 10;

    private readonly List<Annotation> _annotations = [];

    /// <summary>Adds one; the same one twice counts once.</summary>
    public void Add(Annotation annotation)
    {
        ArgumentNullException.ThrowIfNull(annotation);
        if (!_annotations.Contains(annotation))
        {
            _annotations.Add(annotation);
        }
    }

    /// <summary>The commands to write to standard output, errors first.</summary>
    public IReadOnlyList<string> Render() =>
        [.. _annotations.GroupBy(annotation => annotation.Level).OrderBy(level => level.Key).SelectMany(Limit).Select(Command)];

    private static IEnumerable<Annotation> Limit(IGrouping<AnnotationLevel, Annotation> level)
    {
        var all = level.ToList();
        if (all.Count <= MaxPerLevel)
        {
            return all;
        }

        var left = all.Count - (MaxPerLevel - 1);
        return all.Take(MaxPerLevel - 1).Append(new Annotation(level.Key, $"{left} more", $"{left} more of this level; all of them are in the report."));
    }

    private static string Command(Annotation annotation)
    {
        var properties = new List<string> { "title=" + RunnerText.Property(annotation.Title) };
        if (annotation.File is not null)
        {
            properties.Insert(0, "file=" + RunnerText.Property(annotation.File));
            if (annotation.Line is { } line)
            {
                properties.Insert(1, "line=" + line.ToString(CultureInfo.InvariantCulture));
            }
        }

        var name = annotation.Level switch
        {
            AnnotationLevel.Error => "error",
            AnnotationLevel.Warning => "warning",
            _ => "notice",
        };
        return $"::{name} {string.Join(',', properties)}::{RunnerText.Data(annotation.Message)}";
    }
}

using System.Text;
using System.Xml.Linq;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Docs.Tests.Generated;

/// <summary>The stage catalogue as a Markdown table, with what the classes say of themselves.</summary>
internal static class StageTable
{
    private static readonly Dictionary<string, string> Summaries = XDocument.Load(Path.ChangeExtension(typeof(StageCatalog).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("summary")?.Value.Trim() ?? "");

    public static string Render()
    {
        var text = new StringBuilder("| stage | does | needs | its slot holds | when it does not pass | makes stale |\n|---|---|---|---|---|---|\n");
        foreach (var stage in StageCatalog.Host.Stages)
        {
            text.Append(
                $"| {stage.Name} | {stage.Description} | {List(StageCatalog.Host.Needed(stage).Select(need => need.Name))} | "
                + $"{Summaries[$"T:{stage.Result.FullName}"].TrimEnd('.')} ");
            text.Append(
                $"| {(stage.Role == StageRole.Foundation ? "the chain ends" : "the run goes on")} | "
                + $"{List(StageCatalog.Host.InvalidatedBy(stage).Skip(1))} |\n");
        }

        return text.ToString();
    }

    private static string List(IEnumerable<string> names) => names.Any() ? string.Join(", ", names) : "-";
}

using System.Text;
using Gauntlet.Experiments.Chaos;

namespace Gauntlet.Docs.Tests.Generated;

/// <summary>The faults of Chaos, as docs/chaos.md lists them.</summary>
internal static class FaultTable
{
    public static string Render()
    {
        var table = new StringBuilder("| fault | what it does | what has to hold, unless you say otherwise |\n|---|---|---|\n");
        foreach (var fault in Faults.All)
        {
            table.Append(null, $"| `{fault.Name}` | {fault.Description} | {string.Join(", ", fault.Hypotheses.Select(text => $"`{text}`"))} |\n");
        }

        return table.ToString();
    }
}

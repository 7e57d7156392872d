using System.Text;
using Gauntlet.Experiments.Chaos;

namespace Gauntlet.Docs.Tests.Generated;

/// <summary>The faults of Chaos, as docs/chaos.md lists them.</summary>
internal static class FaultTable
{
    public static string Render()
    {
        var table = new StringBuilder("| fault | what it does | what shows it | where | what has to hold, unless you say otherwise |\n|---|---|---|---|---|\n");
        foreach (var fault in Faults.All)
        {
            table.Append(
                null, $"| `{fault.Name}` | {fault.Description} | {Proof(fault)} | {Where(fault)} | "
                    + $"{string.Join(", ", fault.Hypotheses.Select(text => $"`{text}`"))} |\n");
        }

        return table.ToString();
    }

    private static string Proof(IFault fault) => fault.Proof switch
    {
        FaultProof.PodsLeave => "the pods are no endpoints any more",
        FaultProof.ContainersRestart => "their containers were started again",
        _ => "a counter or a state that the node tells",
    };

    private static string Where(IFault fault) => fault.IsBelowTheApi ? "kind" : "every cluster";
}

using Gauntlet.ObjectRules.Forms;
using Gauntlet.ObjectRules.Metadata;

namespace Gauntlet.ObjectRules.Scaling;

/// <summary>Pod disruption budgets.</summary>
internal static class DisruptionBudgetRules
{
    public static void Check(Field item)
    {
        var spec = item["spec"];
        if (spec["minAvailable"].Exists && spec["maxUnavailable"].Exists)
        {
            spec.Invalid("minAvailable and maxUnavailable cannot be both set");
        }

        Amounts.NumberOrPercent(spec["minAvailable"], atMostAll: true);
        Amounts.NumberOrPercent(spec["maxUnavailable"], atMostAll: true);
        Selectors.Check(spec["selector"]);
    }
}

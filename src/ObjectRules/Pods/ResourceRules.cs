using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Pods;

/// <summary>What containers ask for and may use.</summary>
internal static class ResourceRules
{
    private static readonly string[] Standard = ["cpu", "memory", "ephemeral-storage"];

    public static void Check(Field resources)
    {
        var (limits, requests) = (resources["limits"], resources["requests"]);
        foreach (var (name, amount) in limits.Entries.Concat(requests.Entries))
        {
            Name(name, amount);
            NotNegative(amount);
            if (!Standard.Contains(name) && !IsHugePages(name) && Quantity.Parse(amount) is { } value && value != decimal.Truncate(value))
            {
                amount.Invalid(Quantity.Shown(amount), "must be an integer");
            }
        }

        foreach (var (name, request) in requests.Entries)
        {
            var limit = limits[name];
            if (Quantity.Parse(request) is not { } asked)
            {
                continue;
            }

            if (Quantity.Parse(limit) is { } most)
            {
                if (asked != most && !MayExceed(name))
                {
                    requests.Invalid(Quantity.Shown(request), $"must be equal to {name} limit of {Quantity.Shown(limit)}");
                }
                else if (asked > most)
                {
                    requests.Invalid(Quantity.Shown(request), $"must be less than or equal to {name} limit of {Quantity.Shown(limit)}");
                }
            }
            else if (!limit.Exists && !MayExceed(name))
            {
                limits.Required("Limit must be set for non overcommitable resources");
            }
        }
    }

    /// <summary>A quantity that is one, and not below zero.</summary>
    public static void NotNegative(Field amount)
    {
        if (amount.Text is { } text && Quantity.Parse(text) is null)
        {
            amount.Invalid(Quantity.Rule);
        }
        else if (Quantity.Parse(amount) < 0)
        {
            amount.Invalid(Quantity.Shown(amount), "must be greater than or equal to 0");
        }
    }

    private static void Name(string name, Field amount)
    {
        amount.Invalid(name, NameForms.QualifiedName(name));
        if (!name.Contains('/', StringComparison.Ordinal) && !Standard.Contains(name) && !IsHugePages(name))
        {
            amount.Invalid(name, "must be a standard resource type or fully qualified");
            amount.Invalid(name, "must be a standard resource for containers");
        }
    }

    private static bool IsHugePages(string name) => name.StartsWith("hugepages-", StringComparison.Ordinal);

    /// <summary>Whether the nodes may promise more of it than they have.</summary>
    private static bool MayExceed(string name) =>
        !IsHugePages(name) && (!name.Contains('/', StringComparison.Ordinal) || name.Contains("kubernetes.io/", StringComparison.Ordinal));
}

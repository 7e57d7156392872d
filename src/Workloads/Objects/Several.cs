namespace Gauntlet.Workloads.Objects;

/// <summary>A list in a sentence.</summary>
public static class Several
{
    /// <summary>The first by name, the rest by number.</summary>
    /// <param name="names">All of them.</param>
    /// <param name="most">How many are named.</param>
    public static string Names(IEnumerable<string> names, int most = 3)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(most)) + (all.Count > most ? $" and {all.Count - most} more" : "");
    }
}

namespace Gauntlet.Workloads.Objects;

/// <summary>Finds the name that somebody probably meant.</summary>
public static class NearestName
{
    /// <summary>" (did you mean 'x'?)", or nothing when no name is near.</summary>
    public static string Hint(string written, IEnumerable<string> names) => Find(written, names) is { } name ? $" (did you mean '{name}'?)" : "";

    /// <summary>The name with the smallest edit distance, if at most a third of the longer one differs.</summary>
    public static string? Find(string written, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(written);
        var (name, distance) = names
            .Select(name => (name, distance: name.StartsWith(written, StringComparison.OrdinalIgnoreCase) && written.Length >= 3 ? 1 : Distance(written, name)))
            .DefaultIfEmpty(("", int.MaxValue))
            .MinBy(pair => pair.Item2);
        return distance <= Math.Max(name.Length, written.Length) / 3 ? name : null;
    }

    /// <summary>Levenshtein distance, case ignored.</summary>
    internal static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = diagonal + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}

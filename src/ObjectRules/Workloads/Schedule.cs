using System.Globalization;

namespace Gauntlet.ObjectRules.Workloads;

/// <summary>Cron expressions of five fields, and <c>@daily</c> and its like.</summary>
internal static class Schedule
{
    private static readonly string[] Descriptors = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly (int Least, int Most, string[] Names)[] Fields = [(0, 59, []), (0, 23, []), (1, 31, []), (1, 12, Months), (0, 6, Days)];

    /// <summary>What is wrong with an expression; null when it is one.</summary>
    public static string? FirstProblem(string expression)
    {
        if (expression.StartsWith('@'))
        {
            return Descriptors.Contains(expression) || IsInterval(expression) ? null : $"unrecognized descriptor: {expression}";
        }

        var fields = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length != Fields.Length
            ? $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]"
            : fields.Zip(Fields).Select(field => FirstProblem(field.First, field.Second)).FirstOrDefault(problem => problem is not null);
    }

    private static bool IsInterval(string expression) =>
        expression.StartsWith("@every ", StringComparison.Ordinal) && expression["@every ".Length..] is { Length: > 1 } length && char.IsAsciiDigit(length[0])
            && !char.IsAsciiDigit(length[^1]);

    private static string? FirstProblem(string field, (int Least, int Most, string[] Names) bounds) =>
        field.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(range => RangeProblem(range, bounds)).FirstOrDefault(problem => problem is not null);

    private static string? RangeProblem(string range, (int Least, int Most, string[] Names) bounds)
    {
        var parts = range.Split('/');
        var ends = parts[0].Split('-');
        int first, last;
        if (ends[0] is "*" or "?")
        {
            (first, last) = (bounds.Least, bounds.Most);
        }
        else
        {
            if (!Number(ends[0], bounds.Names, out first))
            {
                return Unreadable(ends[0]);
            }

            if (ends.Length > 2)
            {
                return $"too many hyphens: {range}";
            }

            last = first;
            if (ends.Length == 2 && !Number(ends[1], bounds.Names, out last))
            {
                return Unreadable(ends[1]);
            }
        }

        var step = 1;
        if (parts.Length > 2)
        {
            return $"too many slashes: {range}";
        }

        if (parts.Length == 2)
        {
            if (!Number(parts[1], [], out step))
            {
                return Unreadable(parts[1]);
            }

            last = ends.Length == 1 ? bounds.Most : last;
        }

        return first < bounds.Least ? $"beginning of range ({first}) below minimum ({bounds.Least}): {range}"
            : last > bounds.Most ? $"end of range ({last}) above maximum ({bounds.Most}): {range}"
            : first > last ? $"beginning of range ({first}) beyond end of range ({last}): {range}"
            : step == 0 ? $"step of range should be a positive number: {range}"
            : null;
    }

    private static bool Number(string text, string[] names, out int number)
    {
        var name = Array.FindIndex(names, candidate => string.Equals(candidate, text, StringComparison.OrdinalIgnoreCase));
        number = names == Months ? name + 1 : name;
        return name >= 0 || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static string Unreadable(string text) => $"failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": invalid syntax";
}

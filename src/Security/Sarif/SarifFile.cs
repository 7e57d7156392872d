using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gauntlet.Security.Sarif;

/// <summary>
/// Keeps a SARIF file within what code scanning takes: 10 MB of gzip, and of each run's results it shows the first 5,000. What is cut is the least severe.
/// The limits are those of GitHub's documentation, "SARIF results exceed one or more limits" and "SARIF results file is too large".
/// </summary>
public static class SarifFile
{
    /// <summary>Results that code scanning keeps of one run.</summary>
    public const int MostResults = 5_000;

    /// <summary>Locations that it takes of one result.</summary>
    public const int MostLocations = 1_000;

    /// <summary>Size of an upload, as gzip, in bytes.</summary>
    public const long MostBytes = 10 * 1000 * 1000;

    /// <summary>Cuts the file in place where it is too large; answers how many results and locations were left out.</summary>
    /// <exception cref="FormatException">The file is no SARIF.</exception>
    public static int Fit(string file)
    {
        var (log, found) = Read(file);
        var runs = found.Select(run => new SarifRun(run)).ToList();
        var most = MostResults;
        var left = runs.Sum(run => run.TrimLocations() + run.Keep(most));
        var text = log.ToJsonString();
        most = runs.Select(run => run.Results.Count).DefaultIfEmpty().Max();
        while (Compressed(text) > MostBytes && most > 1)
        {
            most /= 2;
            left += runs.Sum(run => run.Keep(most));
            text = log.ToJsonString();
        }

        if (left > 0)
        {
            File.WriteAllText(file, text);
        }

        return left;
    }

    /// <summary>The file, and the runs in it.</summary>
    /// <exception cref="FormatException">The file is no SARIF.</exception>
    internal static (JsonObject Log, IReadOnlyList<JsonObject> Runs) Read(string file)
    {
        try
        {
            var log = JsonNode.Parse(File.ReadAllText(file), null, new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
            return log?["runs"] is JsonArray runs
                ? (log, [.. runs.OfType<JsonObject>()]) : throw new FormatException($"{file} is no SARIF: it has no list of runs.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{file} is no SARIF: {e.Message}", e);
        }
    }

    private static long Compressed(string text)
    {
        using var counted = new MemoryStream();
        using (var gzip = new GZipStream(counted, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new StreamWriter(gzip))
        {
            writer.Write(text);
        }

        return counted.Length;
    }

    /// <summary>One run of the file: its results, and the rules they point to by index.</summary>
    private sealed class SarifRun(JsonObject run)
    {
        public JsonArray Results => run["results"] as JsonArray ?? [];

        /// <summary>Keeps the most severe results, and the rules that they need; answers how many results went.</summary>
        public int Keep(int most)
        {
            var results = Results;
            if (results.Count <= most)
            {
                return 0;
            }

            var driver = (run["tool"] as JsonObject)?["driver"] as JsonObject;
            var rules = (driver?["rules"] as JsonArray ?? []).OfType<JsonObject>().Select(rule => (Id: Text(rule["id"]), Rule: rule))
                .DistinctBy(rule => rule.Id).ToDictionary(rule => rule.Id, rule => rule.Rule);
            var kept = results.OfType<JsonObject>().OrderByDescending(result => Severity(rules.GetValueOrDefault(RuleOf(result)))).Take(most).ToList();
            var needed = kept.Select(RuleOf).Where(rules.ContainsKey).Distinct().ToList();
            var cut = results.Count - kept.Count;
            results.Clear();
            if (driver is not null)
            {
                driver["rules"] = new JsonArray([.. needed.Select(id => rules[id].DeepClone())]);
            }

            foreach (var result in kept)
            {
                result["ruleIndex"] = needed.IndexOf(RuleOf(result));
                results.Add(result);
            }

            return cut;
        }

        /// <summary>Keeps the first locations of each result; answers how many went.</summary>
        public int TrimLocations()
        {
            var cut = 0;
            foreach (var locations in Results.OfType<JsonObject>().Select(result => result["locations"]).OfType<JsonArray>())
            {
                while (locations.Count > MostLocations)
                {
                    locations.RemoveAt(locations.Count - 1);
                    cut++;
                }
            }

            return cut;
        }

        private static string RuleOf(JsonObject result) => Text(result["ruleId"]);

        // A number from 0 to 10, as text.
        private static double Severity(JsonObject? rule) =>
            double.TryParse(Text((rule?["properties"] as JsonObject)?["security-severity"]), NumberStyles.Float, CultureInfo.InvariantCulture, out var score)
                ? score : 0;

        private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
    }
}

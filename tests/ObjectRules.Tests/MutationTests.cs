using System.Text.Json.Nodes;
using Gauntlet.ObjectRules.Changes;
using Gauntlet.ObjectRules.References;

namespace Gauntlet.ObjectRules.Tests;

/// <summary>Whatever somebody writes into a file, the rules answer; they never throw.</summary>
[TestFixture]
public sealed class MutationTests
{
    private const int Count = 10_000;

    [Test, CancelAfter(60_000)]
    public void Check_MutatedObjects_NeverThrows()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var objects = RuleCase.All.Select(row => row.Item).Where(item => item.ToJsonString().Length < 5_000).ToList();
        var found = 0;
        for (var index = 0; index < Count; index++)
        {
            var before = objects[random.Next(objects.Count)];
            var item = (JsonObject)before.DeepClone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                Mutate(item, objects, random);
            }

            try
            {
                found += Rules.Check(item).Count + Immutability.Check(before, item).Count + Immutability.Check(item, before).Count;
                found += ReferenceRules.Check([item, before, objects[random.Next(objects.Count)]], new ClusterContent()).Count;
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, object {index}: {item.ToJsonString()}\n{e}");
            }
        }

        Assert.That(found, Is.GreaterThan(Count), "the mutations break rules");
    }

    private static void Mutate(JsonNode item, List<JsonObject> objects, Random random)
    {
        List<(JsonNode Parent, string Key, int Index)> places = [];
        Collect(item, places);
        if (places.Count == 0)
        {
            return;
        }

        var (parent, key, index) = places[random.Next(places.Count)];
        var value = random.Next(10) switch
        {
            0 => Drop(parent, key, index),
            1 => null,
            2 => JsonValue.Create(random.Next(-2, 100_000)),
            3 => JsonValue.Create(random.Next(2) == 0),
            4 => JsonValue.Create(
                new[] { "", "a", "A b!", "..", "/", "%", "*", "10.0.0.1/33", "1e999", "-1", "\ud800", "\0", "@every", "é" }[random.Next(14)]),
            5 => new JsonArray(),
            6 => new JsonObject(),
            7 => new JsonArray(null, 1, "a", new JsonObject(), new JsonArray()),
            8 => JsonValue.Create(1.5e300),
            _ => Some(objects[random.Next(objects.Count)], random),
        };
        if (parent is JsonObject map)
        {
            map[key] = value;
        }
        else if (index < ((JsonArray)parent).Count)
        {
            ((JsonArray)parent)[index] = value;
        }
    }

    private static JsonNode? Drop(JsonNode parent, string key, int index)
    {
        if (parent is JsonArray list)
        {
            list.RemoveAt(index);
        }
        else
        {
            ((JsonObject)parent).Remove(key);
        }

        return null;
    }

    /// <summary>A value out of another object.</summary>
    private static JsonNode? Some(JsonObject other, Random random)
    {
        List<(JsonNode Parent, string Key, int Index)> places = [];
        Collect(other, places);
        var (parent, key, index) = places[random.Next(places.Count)];
        return (parent is JsonObject map ? map[key] : ((JsonArray)parent)[index])?.DeepClone();
    }

    private static void Collect(JsonNode? node, List<(JsonNode Parent, string Key, int Index)> places)
    {
        if (node is JsonObject map)
        {
            foreach (var (key, child) in map)
            {
                places.Add((map, key, 0));
                Collect(child, places);
            }
        }
        else if (node is JsonArray list)
        {
            for (var index = 0; index < list.Count; index++)
            {
                places.Add((list, "", index));
                Collect(list[index], places);
            }
        }
    }
}

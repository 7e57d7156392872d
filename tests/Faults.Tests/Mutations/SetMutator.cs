using System.Text;
using System.Text.Json.Nodes;

namespace Gauntlet.Faults.Tests.Mutations;

/// <summary>
/// Changes sets of manifests on the level of their objects: keys dropped, types changed, parts of other objects put in, names doubled, documents
/// doubled, left out and joined. Set i is a pure function of seed and i.
/// </summary>
internal sealed class SetMutator(int seed, IReadOnlyList<JsonObject> objects)
{
    private static readonly string[] Texts =
        ["", "a", "A b!", "..", "/", "*", "*.localhost", "-1", "80", "65536", "1e999", "10.0.0.1/33", "kube-system", "nobody", "é", "\u0007", "true", "nginx:1.27"];

    /// <summary>The set as the text of one file.</summary>
    public string Mutate(long index)
    {
        var random = new Random(unchecked((seed * 486_187_739) + (int)index));
        var set = objects.Select(item => item.DeepClone().AsObject()).ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            Change(set, random);
        }

        var joined = random.Next(20) == 0 ? random.Next(set.Count) : -1;
        var text = new StringBuilder();
        foreach (var (number, item) in set.Index())
        {
            text.Append(number == joined ? "\n" : "\n---\n").Append(item.ToJsonString());
        }

        return text.ToString();
    }

    private void Change(List<JsonObject> set, Random random)
    {
        var item = set[random.Next(set.Count)];
        switch (random.Next(10))
        {
            case 0 when set.Count > 1:
                set.Remove(item);
                break;
            case 1:
                set.Add(item.DeepClone().AsObject());
                break;
            case 2:
                item["metadata"] = set[random.Next(set.Count)]["metadata"]?.DeepClone();
                break;
            case 3:
                item["kind"] = set[random.Next(set.Count)]["kind"]?.DeepClone();
                break;
            default:
                ChangeField(item, random);
                break;
        }
    }

    private void ChangeField(JsonObject item, Random random)
    {
        var places = Places(item).ToList();
        if (places.Count == 0)
        {
            return;
        }

        var (parent, key) = places[random.Next(places.Count)];
        var drops = random.Next(3) == 0;
        switch (parent)
        {
            case JsonObject map when drops:
                map.Remove((string)key);
                break;
            case JsonArray list when drops:
                list.RemoveAt((int)key);
                break;
            case JsonObject map:
                map[(string)key] = Value(random);
                break;
            case JsonArray list:
                list[(int)key] = Value(random);
                break;
        }
    }

    private JsonNode? Value(Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                return null;
            case 1:
                return random.Next(-2, 100_000);
            case 2:
                return random.Next(2) == 0;
            case 3:
                return new JsonArray();
            case 4:
                return new JsonObject();
            case 5:
                return 1.5e300;
            case 6:
                return Texts[random.Next(Texts.Length)];
            default:
                var (parent, key) = Places(objects[random.Next(objects.Count)]).ElementAt(random.Next(4));
                return (parent is JsonObject map ? map[(string)key] : parent[(int)key])?.DeepClone();
        }
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(entry => Places(entry.Value).Prepend((map, entry.Key))),
        JsonArray list => list.SelectMany((entry, index) => Places(entry).Prepend((list, index))),
        _ => [],
    };
}

using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.ObjectRules;
using Gauntlet.ObjectRules.Changes;

namespace Gauntlet.EmbeddedCluster.Api.Admission;

/// <summary>Refuses, as <c>Invalid</c> (422), what the API's own rules refuse.</summary>
internal static class Validation
{
    public static void New(ResourceType type, JsonObject item) => Refuse(type, item.Name(), Rules.Check(item));

    public static void Change(ResourceType type, JsonObject before, JsonObject next) =>
        Refuse(type, before.Name(), [.. Rules.Check(next), .. Immutability.Check(before, next)]);

    private static void Refuse(ResourceType type, string name, IReadOnlyList<ObjectProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw StatusException.Invalid(type, name, problems);
        }
    }
}

using System.Text;
using System.Text.Json.Nodes;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>The <c>pod-template-hash</c> label: FNV-1a over the template, in letters that form no words.</summary>
internal static class TemplateHash
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    public static string Of(JsonObject template, int collisions)
    {
        var hash = 2_166_136_261u;
        foreach (var value in Encoding.UTF8.GetBytes($"{template.ToJsonString()}{collisions}"))
        {
            hash = (hash ^ value) * 16_777_619;
        }

        return string.Create(10, hash, (span, state) =>
        {
            for (var index = 0; index < span.Length; index++)
            {
                span[index] = Letters[(int)(state % (uint)Letters.Length)];
                state = (state / (uint)Letters.Length) ^ (state * 2_654_435_761);
            }
        });
    }
}

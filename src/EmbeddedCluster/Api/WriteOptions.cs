using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>The query parameters of a write.</summary>
internal sealed record WriteOptions(string Manager, bool HasManager, bool Force, bool DryRun, string FieldValidation)
{
    public static WriteOptions Parse(HttpRequest request)
    {
        var query = request.Query;
        var asked = query["fieldManager"].ToString();
        var agent = request.Headers.UserAgent.ToString().Split('/')[0];
        if (query["dryRun"] is [{ Length: > 0 } dryRun, ..] && dryRun != "All")
        {
            throw StatusException.BadRequest($"dryRun: Unsupported value: \"{dryRun}\": supported values: \"All\"");
        }

        return new WriteOptions(
            asked.Length > 0 ? asked : agent.Length > 0 ? agent : "unknown",
            asked.Length > 0,
            query["force"] == "true",
            query["dryRun"] == "All",
            query["fieldValidation"] is [{ Length: > 0 } level, ..] ? level : "Warn");
    }
}

#pragma warning disable CA1822
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api;

internal sealed class FieldValidation
{
    public void Check(HttpContext context, ResourceType type, JsonObject body, WriteOptions options)
    {
    }
}

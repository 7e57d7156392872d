using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Controllers;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Hosting;

/// <summary>What a fresh cluster contains.</summary>
internal sealed class Bootstrap(Registry registry, NodeController nodes)
{
    public void Run()
    {
        foreach (var space in new[] { "default", "kube-system", "kube-public", "kube-node-lease" })
        {
            registry.Create(ResourceCatalogue.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = space } });
        }

        registry.Create(ResourceCatalogue.Services, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = "kubernetes",
                ["namespace"] = "default",
                ["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" },
            },
            ["spec"] = new JsonObject
            {
                ["clusterIP"] = "10.96.0.1",
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443, ["targetPort"] = 6443 }),
            },
        });
        nodes.RegisterAll();
    }
}

using System.Text.Json.Nodes;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Objects of somebody else, of every kind that Kubernetes 1.20 has, beside runs whose manifests name them too.</summary>
public sealed partial class ExistingClusterTests
{
    private const string ForeignKinds =
        "namespaces,configmaps,secrets,services,serviceaccounts,roles,rolebindings,deployments,replicasets,statefulsets,daemonsets,jobs,cronjobs,pods,"
        + "persistentvolumeclaims,horizontalpodautoscalers,ingresses,networkpolicies,poddisruptionbudgets,resourcequotas,limitranges,leases,"
        + "persistentvolumes,clusterroles,clusterrolebindings,ingressclasses,storageclasses,priorityclasses,customresourcedefinitions,"
        + "islands.theirs.example.com,planets.theirs.example.com";

    private const string Pod = "spec: {terminationGracePeriodSeconds: 1, containers: [{name: web, image: \"" + Kind.EchoImage + "\", "
        + "args: [-listen=:8080, -text=theirs], ports: [{containerPort: 8080}], readinessProbe: {httpGet: {path: /health, port: 8080}, periodSeconds: 1}}]}";

    /// <summary>The objects of the default namespace name none.</summary>
    private static string NamedByRuns { get; } =
        string.Join("---\n", Foreign("definitions"), Foreign("cluster-wide"), Foreign("namespaced", "theirs"), Foreign("namespaced"));

    /// <summary>What the manifests of a run say of them is as it is on the cluster, and then differs in one field of each.</summary>
    [Test]
    public async Task Runs_ForeignObjectsOfEveryKind_AreByteEqualAfterwardsUnlessAdopted()
    {
        await using var copy = ProjectCopy.Create();
        File.Delete(copy.PathOf("manifests", "echo", "namespace.yaml")); // the owner's own is another
        var (named, all) = (copy.PathOf("manifests", "echo", "theirs.yaml"), Path.Combine(copy.Home, "foreign.yaml"));
        await File.WriteAllTextAsync(all, string.Join("---\n", NamedByRuns, Foreign("beside", "theirs"), Foreign("beside")));
        try
        {
            var before = await AddForeignAsync(all);

            await File.WriteAllTextAsync(named, NamedByRuns);
            var same = await FullAsync(copy);
            var afterSame = await ForeignAsync();
            await File.WriteAllTextAsync(named, NamedByRuns.Replace("note: theirs", "note: ours", StringComparison.Ordinal));
            var refused = await copy.RunAsync(["--target=Full", "--skip=Test", "--skip=ScanSecurity", .. Existing(), .. ShortLoad.Arguments]);
            var afterRefused = await ForeignAsync();
            var adopted = await FullAsync(copy, "--adopt");
            var afterAdopted = await ForeignAsync();

            var count = NamedByRuns.Split("---\n").Length;
            Assert.That(same.Output, Does.Contain($"{count} were there before and will stay"));
            Assert.That(afterSame, Is.EqualTo(before));
            Assert.That(refused.ExitCode, Is.EqualTo(2), refused.ToString());
            Assert.That(refused.Output, Does.Contain("were on the cluster before this run, and the manifests would change them."));
            Assert.That(afterRefused, Is.EqualTo(before));
            Assert.That(adopted.Output, Does.Contain($"{count} were there before and will stay; changed by --adopt: "));
            Assert.That(afterAdopted.Keys, Is.EqualTo(before.Keys), "they stay");
            Assert.That(afterAdopted.Values.Count(text => (string?)JsonNode.Parse(text)!["metadata"]!["annotations"]!["note"] == "ours"), Is.EqualTo(count));
        }
        finally
        {
            await _owner.KubectlAsync("delete", "--ignore-not-found", "--filename", all);
        }
    }

    private static string Foreign(string file, string? space = null)
    {
        var metadata = $", labels: {{owner: them}}, annotations: {{note: theirs}}{(space is null ? "" : $", namespace: {space}")}";
        return File.ReadAllText(Path.Combine(Checkout.Root, "tests", "Build.Tests", "Runs", "Foreign", file + ".yaml"))
            .Replace("@", metadata, StringComparison.Ordinal).Replace("POD", Pod, StringComparison.Ordinal)
            .Replace("NAMESPACE", space ?? "default", StringComparison.Ordinal);
    }

    /// <summary>Makes them and waits until their controllers have done with them.</summary>
    private async Task<SortedDictionary<string, string>> AddForeignAsync(string file)
    {
        var definitions = Path.Combine(_owner.Home, "definitions.yaml");
        await File.WriteAllTextAsync(definitions, Foreign("definitions"));
        await _owner.KubectlAsync("apply", "--filename", definitions);
        await _owner.KubectlAsync("wait", "--for=condition=Established", "--timeout=30s", "--filename", definitions);
        await _owner.KubectlAsync("apply", "--filename", file);
        foreach (var space in new[] { "theirs", "default" })
        {
            await _owner.KubectlAsync("wait", "persistentvolumeclaims", "--all", "--for=jsonpath={.status.phase}=Bound", "--timeout=30s", "--namespace", space);
            await _owner.KubectlAsync("wait", "deployments", "--all", "--for=condition=Available", "--timeout=50s", "--namespace", space);
            await _owner.KubectlAsync("wait", "pods/theirs", "--for=condition=Ready", "--timeout=50s", "--namespace", space);
        }

        return await ForeignAsync();
    }

    /// <summary>Each without what controllers of the cluster itself keep up to date.</summary>
    private async Task<SortedDictionary<string, string>> ForeignAsync()
    {
        var list = JsonNode.Parse(await _owner.KubectlAsync("get", ForeignKinds, "--all-namespaces", "--selector=owner=them", "--output=json"))!;
        var objects = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in list["items"]!.AsArray().Select(item => item!.AsObject()))
        {
            var metadata = item["metadata"]!.AsObject();
            metadata["annotations"]!.AsObject().Remove("autoscaling.alpha.kubernetes.io/conditions");
            if (item.Remove("status"))
            {
                metadata.Remove("resourceVersion");
            }

            objects.Add($"{(string?)item["kind"]} {(string?)metadata["namespace"]}/{(string?)metadata["name"]}", item.ToJsonString());
        }

        Assert.That(objects.Keys.Select(name => name.Split(' ')[0]).Distinct().Count(), Is.EqualTo(ForeignKinds.Split(',').Length));
        return objects;
    }
}

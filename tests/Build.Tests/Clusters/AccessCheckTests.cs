using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Tests.Tools;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;
using Gauntlet.Workloads.Manifests;
using k8s;
using Microsoft.AspNetCore.Http;

namespace Gauntlet.Build.Tests.Clusters;

/// <summary>What a cluster says of who asks it, on a server that answers as an API server does.</summary>
[TestFixture]
[CancelAfter(60_000)]
internal sealed class AccessCheckTests
{
    private static readonly string Token = $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes("""
        {"iss":"https://issuer.example.test","sub":"repo:octo@11/demo@22:environment:staging","aud":"gauntlet",
         "repository":"octo/demo","repository_owner_id":"11","repository_id":"22"}
        """))}.c2lnbmF0dXJl";

    [Test]
    public async Task MissingAsync_UserWhoMayOnlyRead_NamesWhatElseTheRunNeeds(CancellationToken cancellation)
    {
        await using var server = await ToolServer.StartAsync(async context =>
        {
            var asked = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
            var verb = asked["spec"]!["resourceAttributes"]!["verb"]!.GetValue<string>();
            asked["status"] = new JsonObject { ["allowed"] = verb is "get" or "list" or "watch" };
            await context.Response.WriteAsJsonAsync(asked, context.RequestAborted);
        });
        using var client = Client(server, null);
        var needed = AccessCheck.Needed(ManifestSet.Load(Path.Combine(Checkout.Root, "manifests")).Objects);

        var missing = await AccessCheck.MissingAsync(client, needed, cancellation);

        Assert.That(missing.Select(right => right.Verb).Distinct(), Is.EquivalentTo(new[] { "create", "patch", "delete", "update" }));
        Assert.That(missing.Select(right => right.ToString()), Does.Contain("create deployments.apps --namespace=echo").And.Contain("create namespaces")
            .And.Contain("patch ingresses.networking.k8s.io --namespace=echo"));
        Assert.That(needed.Select(right => right.ToString()), Does.Contain("list nodes").And.Contain("list deployments.apps")
            .And.Contain("get pods --subresource=log --namespace=echo")
            .And.Contain("update leases.coordination.k8s.io/ingress-nginx-leader --namespace=ingress-nginx"), "what a role grants, its maker has to have");
    }

    /// <summary>Who may grant what he does not have needs no more than that.</summary>
    [Test]
    public async Task MissingAsync_UserWhoMayEscalate_HasWhatHisRolesGrant(CancellationToken cancellation)
    {
        await using var server = await ToolServer.StartAsync(async context =>
        {
            var asked = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
            var attributes = asked["spec"]!["resourceAttributes"]!;
            var isAllowed = (string?)attributes["verb"] == "escalate" && (string?)attributes["resource"] == "roles" && (string?)attributes["namespace"] == "a";
            asked["status"] = new JsonObject { ["allowed"] = isAllowed };
            await context.Response.WriteAsJsonAsync(asked, context.RequestAborted);
        });
        using var client = Client(server, null);
        var escalate = new AccessRight("escalate", "rbac.authorization.k8s.io", "roles", "a");
        var granted = new AccessRight("update", "apps", "deployments", "a", "web") { Or = escalate };

        var missing = await AccessCheck.MissingAsync(client, [granted, granted with { Or = null }], cancellation);

        Assert.That(missing.Select(right => right.ToString()), Is.EqualTo(new[] { "update deployments.apps/web --namespace=a" }));
    }

    [Test]
    public async Task MissingAsync_ServerThatCannotBeAsked_MissesNothing(CancellationToken cancellation)
    {
        await using var server = await ToolServer.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        using var client = Client(server, null);

        Assert.That(await AccessCheck.MissingAsync(client, [new AccessRight("list", "", "nodes", null)], cancellation), Is.Empty);
    }

    [Test]
    public async Task AskAsync_TokenThatIsRefused_SaysItsSubjectAndAudienceAndNotTheToken(CancellationToken cancellation)
    {
        await using var server = await RefusingAsync();
        using var client = Client(server, Token);

        var error = await Assert.ThrowsAsync<StageException>(() => ClusterApi.DescribeAsync(client, cancellation));

        Assert.That(error!.Outcome, Is.EqualTo(StageOutcome.Infrastructure));
        Assert.That(error.Message, Does.StartWith("The API server answered 401"));
        Assert.That(error.Evidence, Is.EqualTo(new[]
        {
            "subject:  actual 'repo:octo@11/demo@22:environment:staging'", "audience: actual 'gauntlet'", "issuer:   'https://issuer.example.test'",
            "A policy written for the other of GitHub's two forms expects 'repo:octo/demo:environment:staging', and never matches.",
        }));
        Assert.That(error.ToString(), Does.Not.Contain(Token));
    }

    /// <summary>What the cluster expects stands in its profile, or in the options.</summary>
    [TestCase(true)]
    [TestCase(false)]
    [Platform(Exclude = "Win", Reason = "the stand-in of kubectl is a shell script")]
    public async Task Validate_TokenThatIsRefused_SaysWhatItIsAndWhatTheClusterExpects(bool byProfile)
    {
        await using var server = await RefusingAsync();
        await using var copy = ProjectCopy.Create();
        copy.AddTool("kubectl", "echo v1.35.8");
        Directory.CreateDirectory(copy.PathOf("profiles"));
        await File.WriteAllTextAsync(copy.PathOf("kubeconfig.yaml"), $$"""
            apiVersion: v1
            kind: Config
            clusters:
              - name: c
                cluster: { server: "{{server.Address.GetLeftPart(UriPartial.Authority)}}" }
            users:
              - name: u
                user: { token: "{{Token}}" }
            contexts:
              - name: staging
                context: { cluster: c, user: u }
            """);
        await File.WriteAllTextAsync(copy.PathOf("profiles", "staging.yaml"), $"""
            context: staging
            kubeconfig: kubeconfig.yaml
            address: 127.0.0.1:80
            {(byProfile ? "tokenSubject: repo:octo/demo:environment:staging\ntokenAudience: gauntlet" : "")}
            """);

        var run = await copy.RunInProcessAsync(
            ["--target=Validate", "--profile=staging", "--skip=ScanSecurity",
             .. byProfile ? Array.Empty<string>() : ["--token-subject=repo:octo/demo:environment:staging", "--token-audience=gauntlet"]]);

        Assert.That(run.ExitCode, Is.EqualTo(3), run.ToString());
        Assert.That((string?)run.State["validate"]!["problem"]!["reason"], Does.Contain(
            "subject:  actual 'repo:octo@11/demo@22:environment:staging', expected 'repo:octo/demo:environment:staging'; "
                + "audience: actual 'gauntlet', as expected; ").And.Contain("The policy expects the other of GitHub's two forms of a subject"));
        Assert.That(run.ToString(), Does.Not.Contain(Token));
    }

    private static Task<ToolServer> RefusingAsync() => ToolServer.StartAsync(context =>
    {
        context.Response.StatusCode = 401;
        return context.Response.WriteAsync("""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"Unauthorized","code":401}""");
    });

    private static Kubernetes Client(ToolServer server, string? token) =>
        new(new KubernetesClientConfiguration { Host = server.Address.GetLeftPart(UriPartial.Authority), AccessToken = token });
}

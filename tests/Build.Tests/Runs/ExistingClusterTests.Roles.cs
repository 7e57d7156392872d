using System.Text;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>A user who may do what manifests/rbac grants, and nothing else.</summary>
public sealed partial class ExistingClusterTests
{
    private const string Roles = "manifests/rbac/";

    [Test]
    public async Task Full_AccountOfTheRoles_PassesAndRemovesWhatItMade()
    {
        await using var copy = ProjectCopy.Create();
        var account = await AccountAsync(copy);

        var run = await copy.PassAsync(["--target=Full", "--skip=Test", "--skip=ScanSecurity", "--adopt", .. Existing(account), .. ShortLoad.Arguments]);

        Assert.That(run.Output, Does.Contain("Verdict: pass").And.Contain("the API server answered 403"), "what nodes cost is of a role that it has not");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => AsAccountAsync(account, "auth", "can-i", "create", "pods"));
        Assert.That(refused!.Message, Does.Contain("ended with 1"));
        await TakeRolesAwayAsync();
        Assert.That(await ObjectsAsync(), Is.EqualTo(_theirs));
    }

    /// <summary>CreateCluster asks for the rights of all stages; each of the others has its own role alone.</summary>
    [Test]
    public async Task Stages_RoleOfEachAlone_IsEnough()
    {
        await using var copy = ProjectCopy.Create();
        var account = await AccountAsync(copy);
        await copy.PassAsync(["--target=Validate", "--skip=ScanSecurity", .. Existing(account)]);
        await copy.PassAsync(["--target=CreateCluster", .. Existing(account)]);
        await _owner.KubectlAsync("delete", "clusterrolebinding", "gauntlet");

        await WithRoleAsync("deploy", "deploy-controller");
        await copy.PassAsync("--target=Deploy", "--adopt");
        await WithRoleAsync("check-health");
        await copy.PassAsync("--target=CheckHealth");
        await WithRoleAsync("load-test", "resources");
        var load = await copy.RunAsync(["--target=LoadTest", .. ShortLoad.Arguments, "--threshold=p(95) < 1us"]);
        await WithRoleAsync("chaos");
        var chaos = await copy.RunAsync("--target=Chaos", "--chaos=rollout:echo/foo", "--rate=50");
        await WithRoleAsync("collect-diagnostics");
        await copy.PassAsync("--target=CollectDiagnostics");
        await WithRoleAsync("delete-cluster");
        await copy.PassAsync("--target=DeleteCluster");

        Assert.That(load.ExitCode, Is.EqualTo(1), load.ToString());
        Assert.That(load.Output, Does.Not.Contain("answered 403"));
        Assert.That(chaos.ExitCode, Is.Not.EqualTo(2).And.Not.EqualTo(3), chaos.ToString());
        var index = await File.ReadAllTextAsync(copy.Artifact("diagnostics", "index.txt"));
        Assert.That(index, Does.Contain("Unavailable: 1\n  secrets (keys only): "));
        Assert.That(Directory.EnumerateFiles(copy.Artifact("diagnostics"), "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)),
            Does.Contain("deployment-foo.yaml").And.Contain("echo.log"));
        await TakeRolesAwayAsync();
        Assert.That(await ObjectsAsync(), Is.EqualTo(_theirs));
    }

    [TearDown]
    public async Task TakeRolesAwayAsync()
    {
        await WithRoleAsync();
        await _owner.KubectlAsync("delete", "--ignore-not-found", "--filename", _owner.PathOf(Roles));
    }

    /// <summary>Grants the account the roles of the project; answers a kubeconfig of its own.</summary>
    private async Task<string> AccountAsync(ProjectCopy copy)
    {
        await _owner.KubectlAsync("apply", "--filename", _owner.PathOf(Roles));
        var file = copy.PathOf("token.yaml");
        await File.WriteAllTextAsync(file, """
            apiVersion: v1
            kind: Secret
            metadata: {name: token, namespace: gauntlet, annotations: {kubernetes.io/service-account.name: gauntlet}}
            type: kubernetes.io/service-account-token
            """);
        await _owner.KubectlAsync("apply", "--filename", file);
        await _owner.KubectlAsync("wait", "secret/token", "--namespace=gauntlet", "--for=jsonpath={.data.token}", "--timeout=30s");
        var token = await _owner.KubectlAsync("get", "secret/token", "--namespace=gauntlet", "--output=jsonpath={.data.token}");
        var account = copy.PathOf("account.kubeconfig");
        File.Copy(_owner.Artifact("kubeconfig"), account);
        await AsAccountAsync(account, "config", "set-credentials", "gauntlet", "--token=" + Encoding.UTF8.GetString(Convert.FromBase64String(token)));
        await AsAccountAsync(account, "config", "set-context", "--current", "--user=gauntlet");
        await AsAccountAsync(account, "config", "delete-user", "kind-" + _owner.ClusterName);
        return account;
    }

    private static Task<string> AsAccountAsync(string kubeconfig, params string[] arguments) =>
        Command.RunAsync(TimeSpan.FromMinutes(1), "kubectl", ["--kubeconfig", kubeconfig, .. arguments]);

    /// <summary>The account has these roles of the project from now on, and no others.</summary>
    private async Task WithRoleAsync(params string[] roles)
    {
        await _owner.KubectlAsync("delete", "clusterrolebinding", "--ignore-not-found", "--selector=role=of-a-stage");
        foreach (var role in roles)
        {
            await _owner.KubectlAsync(
                "create", "clusterrolebinding", "stage-" + role, "--clusterrole=gauntlet-" + role, "--serviceaccount=gauntlet:gauntlet");
            await _owner.KubectlAsync("label", "clusterrolebinding", "stage-" + role, "role=of-a-stage");
        }
    }
}

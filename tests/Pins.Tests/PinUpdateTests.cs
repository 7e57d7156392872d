using Microsoft.AspNetCore.Http;

namespace Gauntlet.Pins.Tests;

/// <summary>The whole command on a repository of four pins and the host's tools, against upstreams on a real socket.</summary>
[TestFixture]
[CancelAfter(120_000)]
internal sealed class PinUpdateTests
{
    private const string Workflow = ".github/workflows/ci.yml";
    private const string Deployment = "manifests/app/deployment.yaml";
    private const string Values = "manifests/charts/app/values.yaml";
    private const string Hub = "registry-1.docker.io";
    private const string GitHub = "api.github.com";
    private static readonly string Old = new('a', 64);
    private static readonly string New = new('b', 64);
    private static readonly string OldCommit = new('c', 40);
    private static readonly string NewCommit = new('d', 40);

    private DirectoryInfo _root = null!;
    private FakeUpstreams _upstreams = null!;

    [SetUp]
    public async Task SetUp()
    {
        _root = Directory.CreateTempSubdirectory("gauntlet-pins-");
        Write(Workflow, $"steps:\n  - uses: actions/checkout@{OldCommit} # v7.0.1\n  - uses: github/codeql-action/upload-sarif@{OldCommit} # v4.38.2\n");
        Write(Deployment, $"image: prom/prometheus:v3.14.0@sha256:{Old}\nother: registry.k8s.io/ingress-nginx/controller:v1.15.1@sha256:{Old}\n");
        Write(Values, $"image:\n  repository: prom/prometheus\n  tag: v3.14.0\n  digest: sha256:{Old}\n");
        _upstreams = await FakeUpstreams.StartAsync();
        _upstreams.Commits["actions/checkout"] = new() { ["v7.0.1"] = OldCommit };
        _upstreams.Commits["github/codeql-action"] = new() { ["v4.38.2"] = OldCommit };
        _upstreams.Images[$"{Hub}/prom/prometheus"] = new() { ["v3.14.0"] = $"sha256:{Old}", ["latest"] = $"sha256:{New}" };
        _upstreams.Images["registry.k8s.io/ingress-nginx/controller"] = new() { ["v1.15.1"] = $"sha256:{Old}" };
    }

    [TearDown]
    public async Task TearDown()
    {
        await _upstreams.DisposeAsync();
        _root.Delete(recursive: true);
    }

    [Test]
    public async Task Run_NothingNewer_SaysSoAndShowsNothing() =>
        Assert.That(await RunAsync(), Is.EqualTo((0, "", "4 pins: nothing to raise.\n")));

    [Test]
    public async Task Run_NewerImage_ShowsTheDiffAndChangesNothing()
    {
        Offer($"{Hub}/prom/prometheus", "v3.9.9", "v3.15.0-rc.1", "v3.15.0", "v3.15", "4.0.0");

        var (exitCode, diff, said) = await RunAsync();

        Assert.That(exitCode, Is.Zero, said);
        Assert.That(said, Is.EqualTo("prom/prometheus v3.14.0 -> v3.15.0\n4 pins: 2 files would change; --write changes them.\n"));
        Assert.That(diff, Is.EqualTo($"""
            --- a/{Deployment}
            +++ b/{Deployment}
            @@ -1 +1 @@
            -image: prom/prometheus:v3.14.0@sha256:{Old}
            +image: prom/prometheus:v3.15.0@sha256:{New}
            --- a/{Values}
            +++ b/{Values}
            @@ -3 +3 @@
            -  tag: v3.14.0
            +  tag: v3.15.0
            @@ -4 +4 @@
            -  digest: sha256:{Old}
            +  digest: sha256:{New}

            """.ReplaceLineEndings("\n")));
        Assert.That(Read(Deployment), Does.Contain("v3.14.0"));
    }

    [Test]
    public async Task Run_WithWrite_ChangesWhatItShows()
    {
        Offer($"{Hub}/prom/prometheus", "v3.15.0");
        _upstreams.Commits["actions/checkout"]["v8.0.0"] = "tag" + NewCommit;

        var (exitCode, _, said) = await RunAsync(write: true);

        Assert.That(exitCode, Is.Zero, said);
        Assert.That(Read(Deployment), Does.StartWith($"image: prom/prometheus:v3.15.0@sha256:{New}\n"));
        Assert.That(Read(Values), Does.Contain($"tag: v3.15.0\n  digest: sha256:{New}\n"));
        Assert.That(Read(Workflow), Does.Contain($"actions/checkout@{NewCommit} # v8.0.0\n").And.Contain($"upload-sarif@{OldCommit} # v4.38.2\n"));
        Assert.That((await RunAsync()).Said, Is.EqualTo("4 pins: nothing to raise.\n"));
    }

    [Test]
    public async Task Run_TagThatWasMoved_IsNamedAndNotTaken()
    {
        _upstreams.Commits["actions/checkout"]["v7.0.1"] = NewCommit;

        var (exitCode, diff, said) = await RunAsync(write: true);

        Assert.That((exitCode, diff), Is.EqualTo((0, "")), said);
        Assert.That(said, Does.Contain($"actions/checkout v7.0.1 now stands for {NewCommit}, pinned is {OldCommit}. See why"));
    }

    [Test]
    public async Task Run_TagWithoutDigest_SaysWhoAndWhatToAsk()
    {
        Offer($"{Hub}/prom/prometheus", "v3.15.0");
        _upstreams.Images[$"{Hub}/prom/prometheus"]["v3.15.0"] = null;

        var (exitCode, diff, said) = await RunAsync();

        Assert.That((exitCode, diff), Is.EqualTo((3, "")), said);
        Assert.That(said, Does.Contain("error: prom/prometheus: registry-1.docker.io names no digest for prom/prometheus:v3.15.0. "
            + "Ask it by hand: docker buildx imagetools inspect prom/prometheus:v3.15.0\n"));
    }

    [Test]
    public async Task Run_HostThatIsAway_IsAskedOnceAndTheOthersStillAre()
    {
        _upstreams.Away.Add(GitHub);
        Offer($"{Hub}/prom/prometheus", "v3.15.0");

        var (exitCode, diff, said) = await RunAsync();

        Assert.That(exitCode, Is.EqualTo(3));
        Assert.That(diff, Does.Contain("v3.15.0"));
        Assert.That(said, Does.EndWith("4 pins, 2 without an answer: 2 files would change; --write changes them.\n"));
        Assert.That(said, Does.Match(
            "error: actions/checkout, github/codeql-action: api\\.github\\.com cannot be reached: .+\\. See whether it can be reached from here"));
    }

    [TestCase(403)]
    [TestCase(429)]
    public async Task Run_LimitOfRequests_SaysUntilWhenAndHowToRaiseIt(int status)
    {
        _upstreams.Refusals[GitHub] = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers["X-RateLimit-Remaining"] = "0";
            context.Response.Headers["X-RateLimit-Reset"] = "1796047500"; // 14:05 of a day
            return Task.CompletedTask;
        };

        var (exitCode, _, said) = await RunAsync();

        Assert.That(exitCode, Is.EqualTo(3));
        Assert.That(said, Does.Contain($"error: actions/checkout, github/codeql-action: api.github.com answers {status}: its limit of requests is used up "
            + "until 14:05 UTC. Ask again then, or give a token of any account in GITHUB_TOKEN.\n"));
        Assert.That(_upstreams.Requests.Count(request => request.Host == GitHub), Is.EqualTo(1));
    }

    [Test]
    public async Task Run_RegistryThatWantsAnAccount_SaysSo()
    {
        _upstreams.Refusals["registry.k8s.io"] = context =>
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"here\"";
            return Task.CompletedTask;
        };

        Assert.That((await RunAsync()).Said,
            Does.Contain("error: registry.k8s.io/ingress-nginx/controller: registry.k8s.io wants an account for ingress-nginx/controller"));
    }

    [Test]
    public async Task Run_PageOfAProxy_IsNotTakenForAnAnswer()
    {
        _upstreams.Refusals[GitHub] = context => context.Response.WriteAsync("<html>Please sign in</html>");

        Assert.That((await RunAsync()).Said, Does.Contain("What answers for api.github.com does not speak its protocol. See what is between here and there."));
    }

    [Test]
    public async Task Run_Token_GoesToGitHubAlone()
    {
        await RunAsync(token: "hunter2");

        Assert.That(_upstreams.Requests.Where(request => request.Host == GitHub).Select(request => request.Authorization), Is.All.EqualTo("Bearer hunter2"));
        Assert.That(_upstreams.Requests.Where(request => request.Host != GitHub).Select(request => request.Authorization), Has.None.EqualTo("Bearer hunter2"));
    }

    [Test]
    public async Task Run_FolderWithoutPins_IsRefused()
    {
        foreach (var folder in _root.EnumerateDirectories())
        {
            folder.Delete(recursive: true);
        }

        Assert.That(await RunAsync(), Is.EqualTo((
            2, "", $"error: nothing is pinned in {_root.FullName}. Start this in the root of a repository that has Gauntlet.\n")));
    }

    private void Offer(string image, params string[] tags) => tags.ToList().ForEach(tag => _upstreams.Images[image][tag] = $"sha256:{New}");

    private async Task<(int ExitCode, string Diff, string Said)> RunAsync(bool write = false, string? token = null)
    {
        using var http = _upstreams.Client();
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await new PinUpdate(_root.FullName, new Upstream(http, token)).RunAsync(write, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_root.FullName, file));

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}

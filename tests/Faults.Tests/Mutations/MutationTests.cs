using System.Net;
using System.Text;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Faults.Tests.Scenes;
using Gauntlet.GitHubStandIn;
using Gauntlet.PipelineHarness;
using Gauntlet.PullRequests.Context;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Faults.Tests.Mutations;

/// <summary>Files and answers that were changed at random: each is read, or refused with a clear error; none crashes or hangs its reader.</summary>
[Category("Soak")]
public sealed class MutationTests
{
    /// <summary>A quarter of 100,000 for each kind of input.</summary>
    private const int Full = 25_000;
    private static readonly TimeSpan OneReading = TimeSpan.FromSeconds(20);
    private Scene _scene = null!;
    private string _state = null!;
    private ApiRecording _answers = null!;

    [OneTimeSetUp]
    public async Task RecordAsync()
    {
        _scene = await Scene.CreateAsync();
        await _scene.PassAsync("Validate", "CreateCluster", "Deploy", "CheckHealth");
        _state = await File.ReadAllTextAsync(_scene.Copy.Artifact("state.json"));
        _answers = await ApiRecording.TakeAsync(_scene.Copy.Artifact("kubeconfig"));
        await _scene.PassAsync("DeleteCluster");
    }

    [OneTimeTearDown]
    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Test]
    public Task Load_MutatedState_IsReadOrRefused() => EachAsync(_state, text =>
    {
        var file = Path.Combine(_scene.Copy.Home, "mutated.json");
        Write(file, text);
        try
        {
            var state = StateStore.Load(file)!;
            Assert.That(RunVerdict.Of(state, []).Reasons, Is.All.Not.Empty);
            StateStore.Save(file, state);
            Assert.That(StateStore.Load(file), Is.Not.Null, "what was read can be written and read again");
        }
        catch (UsageException e)
        {
            Assert.That(e.Message, Does.StartWith("The state file ").And.Contains("Run --target=Validate"));
        }

        return Task.CompletedTask;
    });

    [Test]
    public async Task Load_MutatedManifests_AreReadOrRefused()
    {
        var shipped = ManifestSet.Load(Path.Combine(Checkout.Root, "manifests"));
        string[] files = [.. shipped.Objects.Select(entry => Path.Combine(shipped.Folder, entry.Origin.File)).Order(StringComparer.Ordinal)];
        var folder = Directory.CreateDirectory(Path.Combine(_scene.Copy.Home, "mutated")).FullName;
        foreach (var file in files)
        {
            await EachAsync(await File.ReadAllTextAsync(file), text =>
            {
                Write(Path.Combine(folder, "mutated.yaml"), text);
                var manifests = ManifestSet.Load(folder);
                Assert.That(manifests.Problems.Select(problem => problem.ToString()), Is.All.Not.Empty);
                Assert.That(manifests.Problems.Count + manifests.Objects.Count, Is.Not.Zero);
                Assert.That(manifests.Images, Is.Not.Null);
                return Task.CompletedTask;
            }, files.Length);
        }
    }

    [Test]
    public async Task Detect_MutatedEventFile_IsReadOrSkipped()
    {
        await using var server = await GitHubServer.StartAsync();
        using var actions = ActionsFolder.ForPullRequest(server, new StoredPullRequest(7, new string('a', 40), GitHubServer.Repository, "a-branch"));
        await EachAsync(await File.ReadAllTextAsync(actions.Environment["GITHUB_EVENT_PATH"]!), text =>
        {
            Write(actions.Environment["GITHUB_EVENT_PATH"]!, text);
            var context = CiContext.Detect(actions.Environment);
            Assert.That(
                context.PullRequest is { HeadSha.Length: 40 or 64, Number: > 0 } || context.SkipReason is { Length: > 0 },
                Is.True, "a pull request, or the reason why there is none");
            return Task.CompletedTask;
        });
    }

    [Test]
    public async Task Run_MutatedApiAnswers_EndsWithHealthOrProblems()
    {
        var manifests = ManifestSet.Load(Path.Combine(Checkout.Root, "manifests"));
        var nowhere = new IngressAddress(new IPEndPoint(IPAddress.Loopback, FreePorts.Take()), null);
        var none = PhaseBudgets.Default with { Total = TimeSpan.Zero };
        foreach (var path in _answers.Paths)
        {
            await EachAsync(_answers.Of(path), async text =>
            {
                using var client = _answers.Replay(path, text);
                try
                {
                    var check = new HealthCheck(client, manifests, nowhere, none, TimeProvider.System, new Progress<string>());
                    var report = await ClusterApi.AskAsync(() => check.RunAsync(CancellationToken.None), CancellationToken.None);
                    Assert.That(report.Problems, Is.Not.Empty, "nobody listens at the ingress");
                    await ClusterApi.AskAsync(() => RestartCounts.ReadAsync(client, manifests, CancellationToken.None), CancellationToken.None);
                }
                catch (Exception e) when (e is not AssertionException)
                {
                    Assert.That(FailureClassifier.Classify(e).Problem.Reason, Does.Not.StartWith("Unexpected"), e.ToString());
                }
            }, _answers.Paths.Count);
        }
    }

    /// <summary>Half of a surrogate pair becomes what a decoder makes of it.</summary>
    private static void Write(string file, string text) => File.WriteAllBytes(file, Encoding.UTF8.GetBytes(text));

    private static async Task EachAsync(string text, Func<string, Task> read, int share = 1)
    {
        var mutator = new Mutator(SoakScale.Seed());
        for (var index = 0; index < Math.Max(1, SoakScale.Of(Full) / share); index++)
        {
            var mutated = mutator.Mutate(text, index);
            try
            {
                await Task.Run(() => read(mutated)).WaitAsync(OneReading);
            }
            catch (Exception e)
            {
                Assert.Fail($"mutation {index}: {e}\n{mutated}");
            }
        }
    }
}

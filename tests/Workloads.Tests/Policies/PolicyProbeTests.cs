using System.Net;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Objects;
using Gauntlet.Workloads.Policies;
using k8s.Models;

namespace Gauntlet.Workloads.Tests.Policies;

/// <summary>The project's own policies, on clusters that enforce all of them, all but one, or none.</summary>
[TestFixture]
internal sealed class PolicyProbeTests
{
    private static readonly V1Namespace[] Spaces = [.. Project.All<V1Namespace>()];

    private static readonly DeployedPod[] Pods =
        [.. Project.All<V1Deployment>().SelectMany((item, index) => new[] { Pod(item, "a", $"10.0.{index}.1"), Pod(item, "b", $"10.0.{index}.2") })];

    [Test]
    public void All_ShippedManifests_AreOnePodOfEachWorkloadWithEachPortOfTheOthers() => Assert.That(
        Pairs().Select(pair => $"{pair} {pair.IsAllowed}"),
        Is.EqualTo(new[]
        {
            "Deployment echo/bar to Deployment echo/foo:5678 False",
            "Deployment echo/bar to Deployment ingress-nginx/ingress-nginx-controller:80 True",
            "Deployment echo/bar to Deployment ingress-nginx/ingress-nginx-controller:443 True",
            "Deployment echo/bar to Deployment ingress-nginx/ingress-nginx-controller:10254 True",
            "Deployment echo/foo to Deployment echo/bar:5678 False",
            "Deployment echo/foo to Deployment ingress-nginx/ingress-nginx-controller:80 True",
            "Deployment echo/foo to Deployment ingress-nginx/ingress-nginx-controller:443 True",
            "Deployment echo/foo to Deployment ingress-nginx/ingress-nginx-controller:10254 True",
            "Deployment ingress-nginx/ingress-nginx-controller to Deployment echo/bar:5678 True",
            "Deployment ingress-nginx/ingress-nginx-controller to Deployment echo/foo:5678 True",
        }));

    [Test]
    public void All_PodThatIsNotReadyOrInItsNodesNetwork_IsPassedOver()
    {
        var (waiting, hosted) = (Pod(Project.Get<V1Deployment>("foo"), "a", "10.0.0.1"), Pod(Project.Get<V1Deployment>("bar"), "a", "10.0.0.2"));
        waiting.Pod.Status.Conditions[0].Status = "False";
        hosted.Pod.Spec.HostNetwork = true;

        Assert.That(PolicyPair.All(Project.Manifests, [waiting, hosted, Pods[^1]], Spaces), Is.Empty);
    }

    [Test]
    public async Task RunAsync_ClusterThatEnforces_HoldsAndMakesAll()
    {
        var facts = await RunAsync(new Network(Pairs()));

        Assert.That((facts.Made, facts.Held, facts.Open.Count, facts.Blocked.Count, facts.Unknown.Count), Is.EqualTo((8, 2, 0, 0, 0)));
    }

    [Test]
    public async Task RunAsync_OneDenyThatIsNotThere_IsFound()
    {
        var facts = await RunAsync(new Network(Pairs()) { ["Deployment echo/foo to Deployment echo/bar:5678"] = [Reach.Connected] });

        Assert.That(facts.Open.Select(one => one.Pair.ToString()), Is.EqualTo(new[] { "Deployment echo/foo to Deployment echo/bar:5678" }));
        Assert.That(facts.Held, Is.EqualTo(1));
    }

    [Test]
    public async Task AgainAsync_PolicyThatTookEffectLate_IsHeld()
    {
        var network = new Network(Pairs()) { ["Deployment echo/foo to Deployment echo/bar:5678"] = [Reach.Connected, Reach.NoAnswer] };
        var facts = await RunAsync(network);

        facts = await PolicyProbe.AgainAsync(facts, facts.Open, network, CancellationToken.None);

        Assert.That((facts.Made, facts.Held, facts.Open.Count), Is.EqualTo((8, 2, 0)));
    }

    [TestCase(true, Reach.NoAnswer, Reach.NoAnswer, Reach.Connected)]
    [TestCase(false, Reach.NoAnswer, Reach.NoAnswer, Reach.NoAnswer)]
    [TestCase(false, Reach.Refused)]
    public async Task RunAsync_AllowedConnectionThatIsNotMade_IsTriedAgainWhereNobodyAnswered(bool made, params Reach[] answers)
    {
        var facts = await RunAsync(new Network(Pairs()) { ["Deployment echo/foo to Deployment ingress-nginx/ingress-nginx-controller:80"] = answers });

        Assert.That((facts.Made, facts.Blocked.Count), Is.EqualTo(made ? (8, 0) : (7, 1)));
    }

    /// <summary>A refusal says something of policies only where somebody listens.</summary>
    [Test]
    public async Task RunAsync_PortOnWhichNothingListens_SaysNothing()
    {
        var network = new Network(Pairs());
        foreach (var pair in Pairs().Where(pair => pair.To.Workload.Name == "bar"))
        {
            network[pair.ToString()] = [Reach.Refused];
        }

        var facts = await RunAsync(network);

        Assert.That((facts.Made, facts.Held, facts.Blocked.Count, facts.Unknown.Count), Is.EqualTo((7, 1, 0, 2)));
    }

    [Test]
    public void CanCopy_PodThatNeedsWhatItsNamespaceHas_CannotBe()
    {
        var echo = new V1Pod { Spec = Project.Get<V1Deployment>("foo").Spec.Template.Spec };
        var controller = new V1Pod { Spec = Project.Get<V1Deployment>("ingress-nginx-controller").Spec.Template.Spec };

        Assert.That((PolicyControl.CanCopy(echo), PolicyControl.CanCopy(controller)), Is.EqualTo((true, false)));
    }

    private static IReadOnlyList<PolicyPair> Pairs() => PolicyPair.All(Project.Manifests, Pods, Spaces);

    private static Task<PolicyFacts> RunAsync(Network network) => PolicyProbe.RunAsync(Pairs(), network, CancellationToken.None);

    private static DeployedPod Pod(V1Deployment made, string name, string address) => new(
        new V1Pod
        {
            Metadata = new V1ObjectMeta
            {
                Name = $"{made.Metadata.Name}-{name}",
                NamespaceProperty = made.Metadata.NamespaceProperty,
                Labels = made.Spec.Template.Metadata.Labels,
            },
            Spec = new V1PodSpec { NodeName = "node", Containers = made.Spec.Template.Spec.Containers },
            Status = new V1PodStatus { Phase = "Running", PodIP = address, Conditions = [new V1PodCondition { Type = "Ready", Status = "True" }] },
        },
        ObjectReference.Of(made));

    /// <summary>Makes what the policies allow, but for what a test says: the answers to one connection in their order, the last for ever.</summary>
    private sealed class Network(IReadOnlyList<PolicyPair> pairs) : IPodConnections
    {
        private readonly Dictionary<string, Queue<Reach>> _answers = [];

        public IEnumerable<Reach> this[string pair]
        {
            set => _answers[pair] = new Queue<Reach>(value);
        }

        public Task<IReadOnlyList<Reach>> TryAsync(PodAddress from, IReadOnlyList<IPEndPoint> to, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<Reach>>([.. to.Select(target => Answer(pairs.Single(pair =>
                PolicyPair.AddressOf(pair.From.Pod).Equals(from) && pair.Target.Equals(target))))]);

        private Reach Answer(PolicyPair pair)
        {
            lock (_answers)
            {
                return !_answers.TryGetValue(pair.ToString(), out var ofPair) ? pair.IsAllowed ? Reach.Connected : Reach.NoAnswer
                    : ofPair.Count > 1 ? ofPair.Dequeue() : ofPair.Peek();
            }
        }
    }
}

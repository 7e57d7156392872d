using Gauntlet.LoadGenerator.Planning;
using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Tests.Planning;

internal sealed class LoadPlanTests
{
    private const int Draws = 1_000_000;

    [TestCase(ArrivalProcess.Constant)]
    [TestCase(ArrivalProcess.Poisson)]
    public void Arrivals_OneTwoAndFourLoops_AreTheSamePlan(ArrivalProcess arrivals)
    {
        var options = Options() with { Arrivals = arrivals, Stages = LoadStage.ParseList("1s:500,2s:2000,1s:0") };

        var one = Take(options, loops: 1);

        Assert.That(one, Has.Count.GreaterThan(3_000));
        Assert.That(Take(options, loops: 2), Is.EqualTo(one));
        Assert.That(Take(options, loops: 4), Is.EqualTo(one));
    }

    [Test]
    public void Arrivals_AnotherSeed_IsAnotherPlan()
    {
        var one = Take(Options(), loops: 1);

        Assert.That(Take(Options() with { Seed = 8 }, loops: 1).Select(arrival => arrival.Route), Is.Not.EqualTo(one.Select(arrival => arrival.Route)));
    }

    [Test]
    public void Arrivals_ClosedModel_TakesTheSameRoutesOnEveryNumberOfLoops()
    {
        var options = Options() with { Model = LoadModel.Closed, Requests = 1_000 };

        var one = Take(options, loops: 1);

        Assert.That(one.Select(arrival => arrival.Number), Is.EqualTo(Enumerable.Range(0, 1_000)));
        Assert.That(Take(options, loops: 4).Select(arrival => arrival.Route), Is.EqualTo(one.Select(arrival => arrival.Route)));
    }

    [Test]
    public void Arrivals_ConstantRate_AreDueEvenly()
    {
        var arrivals = Take(Options() with { Rate = 250, Duration = TimeSpan.FromSeconds(2) }, loops: 2);

        Assert.That(arrivals, Has.Count.EqualTo(500));
        Assert.That(arrivals.Select((arrival, i) => arrival.Due - arrivals[0].Due - (i * 4_000_000L)), Is.All.InRange(-1, 1));
    }

    [Test]
    public void Route_OverAMillionDraws_FollowsTheWeights()
    {
        double[] weights = [1, 2, 3.5, 0.25, 7, 1.25];
        var plan = new LoadPlan(Options(), [.. weights.Select((weight, i) => new LoadRoute { Name = $"{i}", Host = "h", Weight = weight })]);
        var counts = new long[weights.Length];
        for (var i = 0; i < Draws; i++)
        {
            counts[plan.Route(i)]++;
        }

        var expected = weights.Select(weight => weight / weights.Sum() * Draws).ToArray();
        var chiSquare = counts.Zip(expected, (count, mean) => (count - mean) * (count - mean) / mean).Sum();

        // 99.9 % point of chi-square with 5 degrees of freedom.
        Assert.That(chiSquare, Is.LessThan(20.52));
    }

    [Test]
    public void Gap_OverAMillionDraws_IsExponential()
    {
        var plan = new LoadPlan(Options() with { Arrivals = ArrivalProcess.Poisson }, [new LoadRoute { Name = "a", Host = "h" }]);
        var gaps = Enumerable.Range(0, Draws).Select(i => plan.Gap(i)).Order().ToArray();

        var distance = gaps.Select((gap, i) => Math.Max(
            Math.Abs(1 - Math.Exp(-gap) - ((double)i / Draws)), Math.Abs(1 - Math.Exp(-gap) - ((i + 1.0) / Draws)))).Max();

        // Kolmogorov-Smirnov, 0.1 % level: 1.95 / sqrt(n).
        Assert.That(distance, Is.LessThan(1.95 / Math.Sqrt(Draws)));
    }

    [Test]
    public void Log_AgainstTheLibrary_AgreesToTheLastBits()
    {
        for (var i = 1; i < 100_000; i++)
        {
            var x = i / 100_000.0;
            Assert.That(CounterRandom.Log(x), Is.EqualTo(Math.Log(x)).Within(4).Ulps);
        }
    }

    private static LoadOptions Options() => new() { Seed = 7, Duration = TimeSpan.FromSeconds(4), WarmUp = WarmUp.Of(0) };

    private static List<Arrival> Take(LoadOptions options, int loops)
    {
        var routes = Enumerable.Range(1, 5).Select(i => new LoadRoute { Name = $"{i}", Host = $"h{i}", Weight = i }).ToArray();
        var plan = new LoadPlan(options, routes);
        var window = new MeasuredWindow(1_000);
        var taken = new List<Arrival>();
        for (var loop = 0; loop < loops; loop++)
        {
            IArrivals arrivals = options.Model == LoadModel.Open
                ? new OpenArrivals(plan, window, loop, loops)
                : new ClosedArrivals(plan, options, window, loop, loops);
            while (arrivals.NextDue != long.MaxValue && arrivals.TryTake(arrivals.NextDue + 2_000, out var arrival))
            {
                taken.Add(arrival);
            }
        }

        return [.. taken.OrderBy(arrival => arrival.Number)];
    }
}

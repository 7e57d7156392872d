using Gauntlet.Metrics.Model;

namespace Gauntlet.Metrics.Tests.Model;

internal sealed class FiguresTests
{
    [TestCase(2.5, 250, ExpectedResult = "+2.50 ms (+1 %)")]
    [TestCase(-249.9, 25, ExpectedResult = "−250 ms (−999.6 %)")]
    [TestCase(-4.3, 0.01, ExpectedResult = "−4.30 ms (430 times the limit)")]
    [TestCase(-4.3, 0, ExpectedResult = "−4.30 ms")]
    public string Margin_OfALimit_IsAShareOrAMultipleOfIt(double margin, double limit) => Figures.Margin(margin, limit, FigureUnit.Milliseconds);
}

using System.Globalization;
using Gauntlet.Build.Cli;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>What is made of the resources that run beside a load.</summary>
public sealed class ResourceOptions() : OptionSet("Load", 31)
{
    /// <summary>Null without a price.</summary>
    public static readonly Option<double?> CoreHour = Price("price-core-hour", "what a core costs an hour, for the cost of 1,000 requests");

    /// <summary>Null without a price.</summary>
    public static readonly Option<double?> GibHour = Price("price-gib-hour", "what a GiB of memory costs an hour, for the same");

    /// <summary>Both prices; null where neither is given.</summary>
    public static ResourcePrices? Prices(OptionValues options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (core, memory) = (options.Of(CoreHour), options.Of(GibHour));
        return core is null && memory is null ? null : new ResourcePrices(core ?? 0, memory ?? 0);
    }

    private static Option<double?> Price(string name, string help) => Option.Value<double?>(
        name, null, "amount", help, Validation.Number(0, 1_000_000), value => double.Parse(value, CultureInfo.InvariantCulture));
}

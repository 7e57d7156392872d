namespace Gauntlet.EmbeddedCluster.Tests.Support;

/// <summary>One cluster for all tests that keep to a namespace of their own.</summary>
internal static class SharedCluster
{
    private static readonly Lazy<Task<TestCluster>> Lazy = new(() => TestCluster.StartAsync());

    public static Task<TestCluster> GetAsync() => Lazy.Value;

    public static async Task StopAsync()
    {
        if (Lazy.IsValueCreated)
        {
            await (await Lazy.Value).DisposeAsync();
        }
    }
}

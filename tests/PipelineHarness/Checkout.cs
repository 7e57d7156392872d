namespace Gauntlet.PipelineHarness;

/// <summary>The checkout that the tests were built from.</summary>
public static class Checkout
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>The built host, in the configuration of the tests.</summary>
    public static string Host { get; } = Path.Combine(Root, "build", "bin", Configuration, "net10.0", "Gauntlet.Build.dll");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gauntlet.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Gauntlet.slnx; build the tests inside their checkout.");
    }
}

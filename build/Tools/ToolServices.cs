using Gauntlet.Build.Lifetime;
using Gauntlet.Build.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Gauntlet.Build.Tools;

/// <summary>Registers what finds tools.</summary>
internal static class ToolServices
{
    /// <summary>One resolver per process, with the deadline of the options and the cache of the user.</summary>
    public static IServiceCollection AddTools(this IServiceCollection services) => services
        .AddSingleton<IToolProbe, ToolProbe>()
        .AddSingleton(provider => new ToolResolver(
            new HttpClient { Timeout = Timeout.InfiniteTimeSpan },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IToolProbe>(),
            new ToolResolverOptions(Path.Combine(BuildPaths.UserCache, "tools"))
            {
                DownloadTimeout = provider.GetRequiredService<PipelineOptions>().Deadlines.Download,
                Progress = new StageProgress(provider.GetRequiredService<StageLog>()),
            }));

    private sealed class StageProgress(StageLog stages) : IProgress<string>
    {
        public void Report(string value) => stages.Progress(value);
    }
}

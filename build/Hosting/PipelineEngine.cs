using Cake.Core.Diagnostics;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Hosting;

/// <summary>Cake's engine with the targets that run all stages: their dependencies are the catalogue, which no attribute can name.</summary>
internal static class PipelineEngine
{
    public static ICakeEngine Create(StageCatalog catalog, ICakeDataService data, ICakeLog log)
    {
        var engine = new CakeEngine(data, log);
        var full = engine.RegisterTask(RunTargets.Full).Description(RunTargets.FullDescription);
        foreach (var target in catalog.Names.Append(RunTargets.Verdict))
        {
            full.IsDependentOn(target);
        }

        engine.RegisterTask(RunTargets.Default).Description($"The same as {RunTargets.Full}").IsDependentOn(RunTargets.Full);
        return engine;
    }
}

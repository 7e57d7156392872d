using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Workloads.Sources;

/// <summary>One way in which people write down what they deploy. It is chosen by what a folder holds.</summary>
internal interface IManifestSource
{
    /// <summary>As people call it.</summary>
    string Name { get; }

    /// <summary>The command that renders it, which the pipeline pins; null where none is needed.</summary>
    string? Tool { get; }

    /// <summary>Whether the folder is written for it.</summary>
    bool Takes(string folder);

    /// <summary>
    /// Everything that the folder says of objects, each with the place in the user's own files that it comes from; what is wrong with it is among the answer's
    /// problems.
    /// </summary>
    Task<ManifestContent> ReadAsync(SourceRequest request, CancellationToken cancellation);
}

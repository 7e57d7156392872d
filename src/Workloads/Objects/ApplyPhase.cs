namespace Gauntlet.Workloads.Objects;

/// <summary>What is applied together: all of it may be refused while what comes before it is not there. It is deleted in the opposite order.</summary>
internal enum ApplyPhase
{
    /// <summary>In which objects live.</summary>
    Namespaces,

    /// <summary>Of the kinds of custom resources.</summary>
    Definitions,

    /// <summary>The rest.</summary>
    Objects,
}

namespace Gauntlet.Metrics.Recording;

/// <summary>Why a request that was due was never sent. Only the first is the server's doing.</summary>
public enum DropCause : byte
{
    /// <summary>The server kept every connection busy for longer than a request's timeout: an error of the server, with the time that was waited.</summary>
    ServerBusy = 0,

    /// <summary>The generator itself came too late, or a tool of others does not say why it left requests out.</summary>
    GeneratorLate,

    /// <summary>The generator's machine lacked what another connection takes: a descriptor, a port, memory.</summary>
    LocalLimit,

    /// <summary>The run was ended before.</summary>
    Stopped,
}

namespace Gauntlet.PullRequests.Context;

/// <summary>A credential. It prints as <c>***</c>, so that no log, exception or record can carry it by accident.</summary>
public sealed class AccessToken
{
    /// <summary>Wraps a token.</summary>
    /// <exception cref="ArgumentException">The value is blank.</exception>
    public AccessToken(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        Reveal = value;
    }

    /// <summary>The secret itself: for the client that sends it and for <c>::add-mask::</c>, nothing else.</summary>
    public string Reveal { get; }

    /// <inheritdoc />
    public override string ToString() => "***";
}

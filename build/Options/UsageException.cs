namespace Gauntlet.Build.Options;

/// <summary>A mistake in what the user wrote (option, manifest, state file): one line, exit code 2.</summary>
public sealed class UsageException : Exception
{
    public UsageException()
    {
    }

    public UsageException(string message)
        : base(message)
    {
    }

    public UsageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

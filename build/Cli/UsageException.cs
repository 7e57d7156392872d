namespace Gauntlet.Build.Cli;

/// <summary>A mistake in what the user wrote (option, manifest, state file): one line, exit code 2.</summary>
public sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);

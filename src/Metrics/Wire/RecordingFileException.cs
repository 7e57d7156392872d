namespace Gauntlet.Metrics.Wire;

/// <summary>A recording's file cannot be read or written; the message says which file, what is wrong with it and what to do.</summary>
public sealed class RecordingFileException(string message, Exception? inner = null) : Exception(message, inner);

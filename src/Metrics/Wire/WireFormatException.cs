namespace Gauntlet.Metrics.Wire;

/// <summary>What is wrong with the bytes or the recording; the file's boundary adds which file and what to do.</summary>
internal sealed class WireFormatException(string problem) : Exception(problem);

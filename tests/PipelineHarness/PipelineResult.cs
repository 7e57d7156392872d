using System.Text.Json.Nodes;

namespace Gauntlet.PipelineHarness;

/// <summary>How the host ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Everything it wrote, standard output and standard error in the order they came.</param>
/// <param name="Error">What it wrote to standard error.</param>
/// <param name="StateFile">Path of state.json.</param>
public sealed record PipelineResult(int ExitCode, string Output, string Error, string StateFile)
{
    /// <summary>state.json as it stands now.</summary>
    public JsonNode State => JsonNode.Parse(File.ReadAllText(StateFile))!;

    /// <inheritdoc/>
    public override string ToString() => $"exit code {ExitCode}\n{Output}";
}

using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Stages.Test;

/// <summary>The options of Test.</summary>
public sealed class TestOptions() : OptionSet("Pipeline", 21)
{
    /// <summary>Null is the solution in the project's root.</summary>
    public static readonly Option<string> Command = Option.Text(
        "test-command", null, "command", "what Test runs from the project's root, by no shell; default the tests of the one solution there",
        CommandWords.Problem);
}

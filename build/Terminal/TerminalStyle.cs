using Gauntlet.Build.Ci;

namespace Gauntlet.Build.Terminal;

/// <summary>How lines are written: what the terminal can, as far as the user wants it.</summary>
/// <param name="Json">One JSON object a line.</param>
/// <param name="Colour">With colour codes.</param>
/// <param name="Live">With one line that is overwritten while something takes long.</param>
/// <param name="Width">The columns at which long lines are wrapped; null where they are left whole.</param>
public sealed record TerminalStyle(bool Json, bool Colour, bool Live, int? Width)
{
    /// <summary>For a terminal, a user and a service that are what they are; NO_COLOR also says that nothing is to move.</summary>
    public static TerminalStyle Of(ITerminal terminal, HostEnvironment environment, CiEnvironment ci, bool json)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(ci);
        var colour = terminal.IsInteractive && environment["NO_COLOR"] is not { Length: > 0 };
        return new TerminalStyle(json, colour, colour && !json && !ci.IsCi, terminal.IsInteractive ? terminal.Width : null);
    }
}

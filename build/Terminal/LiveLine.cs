namespace Gauntlet.Build.Terminal;

/// <summary>The one line that a terminal shows while something takes long; gone before anything else is printed.</summary>
public sealed class LiveLine(ITerminal terminal, TerminalStyle style)
{
    private const string Erase = "\r\e[K";
    private readonly Lock _gate = new();
    private bool _shown;

    /// <summary>False where standard output is no terminal, or the user wants plain lines.</summary>
    public bool Enabled => style.Live;

    public void Show(string text)
    {
        if (!Enabled)
        {
            return;
        }

        lock (_gate)
        {
            // The last column stays free: a line that fills it may wrap, and would then not be erased.
            terminal.Out.Write(Erase + DisplayWidth.Cut(text, Math.Max(20, terminal.Width - 1)));
            _shown = true;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            if (_shown)
            {
                terminal.Out.Write(Erase);
                _shown = false;
            }
        }
    }
}

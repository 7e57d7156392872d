using Gauntlet.Build.Logging;

namespace Gauntlet.Build.Lifetime;

/// <summary>The one line that a terminal shows while something takes long; gone before anything else is printed.</summary>
public sealed class LiveLine(bool enabled)
{
    private readonly Lock _gate = new();
    private bool _shown;

    /// <summary>False where standard output is no terminal, or the user wants plain lines.</summary>
    public bool Enabled => enabled;

    public void Show(string text)
    {
        if (!enabled)
        {
            return;
        }

        lock (_gate)
        {
            var width = Math.Max(20, ConsoleLog.Width - 1);
            Console.Out.Write($"\r\e[K{(text.Length > width ? text[..width] : text)}");
            _shown = true;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            if (_shown)
            {
                Console.Out.Write("\r\e[K");
                _shown = false;
            }
        }
    }
}

namespace Gauntlet.Build.Terminal;

/// <summary>Reports on the thread that reports, so that lines stay in order.</summary>
internal sealed class SynchronousProgress(Action<string> report) : IProgress<string>
{
    public void Report(string value) => report(value);
}

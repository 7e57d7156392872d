namespace Gauntlet.Faults.Tests.Scenes;

/// <summary>
/// A wall clock that is set while a run goes on, for its processes alone (libfaketime). What counts time without a date, the monotonic clock, is left alone.
/// </summary>
internal sealed class SteppedClock
{
    private readonly string _file;

    public SteppedClock(Scene scene)
    {
        _file = Path.Combine(scene.Copy.Home, "clock");
        StepTo("+0");
        scene.Environment["LD_PRELOAD"] = Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", SearchOption.AllDirectories).First();
        scene.Environment["FAKETIME_TIMESTAMP_FILE"] = _file;
        scene.Environment["FAKETIME_CACHE_DURATION"] = "1";
        scene.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        scene.Environment["NO_FAKE_STAT"] = "1";
    }

    /// <summary>Sets it, within a second.</summary>
    /// <param name="offset">From the true time, as faketime takes it: +2h, -30m.</param>
    public void StepTo(string offset) => File.WriteAllText(_file, offset + "\n");
}

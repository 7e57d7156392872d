using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cake.Core.Diagnostics;

namespace Gauntlet.Build.Terminal;

/// <summary>
/// What there is to say of this machine and its tools, and is the same in every run: once a day, and always with <c>--verbosity=verbose</c>. It is in the
/// reports all the same.
/// </summary>
public sealed class DailyNotes(HostLog log, BuildPaths paths, TimeProvider time)
{
    /// <summary>A note that something may not work as it was tested.</summary>
    public void Warn(string note) => Write(LogLevel.Warning, note);

    /// <summary>A note.</summary>
    public void Tell(string note) => Write(LogLevel.Information, note);

    private void Write(LogLevel level, string note) => log.Write(IsNew(note) ? Verbosity.Normal : Verbosity.Verbose, level, [], "{Text:l}", note);

    /// <summary>The file holds the day, and below it what was told on it.</summary>
    private bool IsNew(string note)
    {
        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var line = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(note)));
        try
        {
            string[] told = File.Exists(paths.Notes) && File.ReadAllLines(paths.Notes) is [var first, .. var lines] && first == day ? lines : [];
            if (told.Contains(line))
            {
                return false;
            }

            Directory.CreateDirectory(paths.UserCache);
            File.WriteAllLines(paths.Notes, [day, .. told, line]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Rather twice than never.
        }

        return true;
    }
}

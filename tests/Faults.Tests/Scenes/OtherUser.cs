using System.Diagnostics;

namespace Gauntlet.Faults.Tests.Scenes;

/// <summary>Permissions bind every user but root: a scene of root's is given to nobody, and its runs are nobody's.</summary>
internal static class OtherUser
{
    private const string Nobody = "65534";

    /// <summary>Hands the scene over; a user who is not root stays who he is.</summary>
    public static async Task BecomeAsync(Scene scene)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        using var chown = Process.Start("chown", ["--recursive", $"{Nobody}:{Nobody}", scene.Copy.Home]);
        await chown.WaitForExitAsync();
        Assert.That(chown.ExitCode, Is.Zero, "chown");
        scene.Under = ["setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups"];
    }
}

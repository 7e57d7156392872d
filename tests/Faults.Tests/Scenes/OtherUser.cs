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

        await Shell.RunAsync("chown", "--recursive", $"{Nobody}:{Nobody}", scene.Copy.Home);
        scene.Under = ["setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups"];
    }
}

using Gauntlet.Faults.Tests.Scenes;

namespace Gauntlet.Faults.Tests.Inputs;

/// <summary>State files that must not be believed.</summary>
internal sealed class StateFaults : IFaultSet
{
    /// <inheritdoc/>
    public string Heading => "state.json and artifacts/";

    /// <inheritdoc/>
    public IEnumerable<Fault> Faults =>
    [
        Written("state.json is truncated", "is damaged (<what the parser says>). Run --target=Validate to begin a new run, or delete the file.",
            "{\"schemaVersion\": 1, \"run\": {\"id\": \"x"),
        Written("state.json is of another version",
            "has schemaVersion 99, and this build reads 1 only. Run --target=Validate to begin a new run, or delete the file.", "{\"schemaVersion\": 99}"),
        new("state.json is missing", Verdict.Usage, "Deploy <time> usage: Deploy needs Validate, which has not run.",
            scene => scene.StageAsync("Deploy")) { Pace = Pace.Quick },
        new("state.json may not be read (it is root's, and the run is another user's)", Verdict.Usage,
            "cannot be read (<what the system says>). Run --target=Validate to begin a new run, or delete the file.", async scene =>
        {
            await OtherUser.BecomeAsync(scene);
            await File.WriteAllTextAsync(scene.Copy.Artifact("state.json"), "{}");
            File.SetUnixFileMode(scene.Copy.Artifact("state.json"), UnixFileMode.None);
            return await scene.StageAsync("Deploy");
        }) { Pace = Pace.Quick },
        new("artifacts/ is read-only", Verdict.Infrastructure,
            "Validate <time> infrastructure: A file could not be read or written: <what the system says>", async scene =>
        {
            await OtherUser.BecomeAsync(scene);
            File.SetUnixFileMode(scene.Copy.Artifact("."), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            return await scene.ValidateAsync();
        }) { Pace = Pace.Quick },
    ];

    private static Fault Written(string cause, string line, string text) => new(cause, Verdict.Usage, line, async scene =>
    {
        await File.WriteAllTextAsync(scene.Copy.Artifact("state.json"), text);
        return await scene.StageAsync("Deploy");
    })
    { Pace = Pace.Quick };
}

using System.Text.RegularExpressions;
using Gauntlet.Build.Tools;

namespace Gauntlet.Pins;

/// <summary>Asks for everything that is pinned, and shows or makes the change.</summary>
internal sealed partial class PinUpdate(string root, Upstream upstream)
{
    private readonly Dictionary<Pin, Pin> _newer = [];
    private readonly Dictionary<string, string> _words = [];
    private readonly List<string> _said = [];
    private readonly Dictionary<string, List<string>> _failures = [];
    private int _asked;

    /// <summary>0: everything was asked; 2: there is nothing pinned; 3: an upstream did not say.</summary>
    public async Task<int> RunAsync(bool write, TextWriter output, TextWriter error)
    {
        var files = PinnedFiles.Read(root);
        var (gitHub, registry) = (new GitHub(upstream), new Registry(upstream));
        if (ToolReleases.AreIn(files))
        {
            await AskToolsAsync(new ToolReleases(upstream, gitHub)).ConfigureAwait(false);
        }

        foreach (var pin in files.Images)
        {
            await AskAsync(pin.What, () => RaiseAsync(pin, registry.TagsAsync, registry.DigestAsync)).ConfigureAwait(false);
        }

        foreach (var pin in files.Actions)
        {
            await AskAsync(pin.What, () => RaiseAsync(pin, gitHub.TagsAsync, gitHub.CommitAsync)).ConfigureAwait(false);
        }

        if (_asked == 0)
        {
            error.WriteLine($"error: nothing is pinned in {root}. Start this in the root of a repository that has Gauntlet.");
            return 2;
        }

        var after = files.With(_newer, _words);
        files.Print(after, output);
        if (write)
        {
            files.Write(after);
        }

        Tell(write, after.Count, error);
        return _failures.Count == 0 ? 0 : 3;
    }

    private async Task AskToolsAsync(ToolReleases releases)
    {
        foreach (var (pin, repository) in ToolReleases.Own)
        {
            await TakeAsync(pin.Name, pin.Version, () => releases.NewerAsync(pin, repository)).ConfigureAwait(false);
        }

        await TakeAsync($"{PinnedFiles.NodeImages} and kubectl", ToolPins.KubernetesVersion, releases.NewerNodeAsync).ConfigureAwait(false);
    }

    private async Task RaiseAsync<TTags>(Pin pin, Func<string, Task<TTags>> tags, Func<string, string, Task<string?>> mark)
        where TTags : IEnumerable<string>
    {
        var version = Versions.Highest(pin.Version, await tags(pin.What).ConfigureAwait(false));
        var now = await mark(pin.What, version).ConfigureAwait(false);
        if (now is null || !Mark().IsMatch(now))
        {
            throw new UpstreamException($"There is no {version} of it any more. See why it was withdrawn.");
        }

        if (version != pin.Version)
        {
            _newer[pin] = pin with { Version = version, Mark = now };
            _said.Add($"{pin.What} {pin.Version} -> {version}");
        }
        else if (now != pin.Mark)
        {
            // A tag that was moved is how an attacker gets in: nobody takes it over without a look.
            _said.Add($"{pin.What} {version} now stands for {now}, pinned is {pin.Mark}. See why before you write that by hand.");
        }
    }

    private Task TakeAsync(string name, string version, Func<Task<ToolChange?>> ask) => AskAsync(name, async () =>
    {
        if (await ask().ConfigureAwait(false) is { } found)
        {
            _said.Add($"{name} {version} -> {found.Version}");
            found.Words.ToList().ForEach(word => _words[word.Key] = word.Value);
        }
    });

    private async Task AskAsync(string name, Func<Task> ask)
    {
        _asked++;
        try
        {
            await ask().ConfigureAwait(false);
        }
        catch (UpstreamException e)
        {
            _failures.TryAdd(e.Message, []);
            _failures[e.Message].Add(name);
        }
    }

    private void Tell(bool write, int files, TextWriter error)
    {
        _said.ForEach(error.WriteLine);
        foreach (var (why, names) in _failures)
        {
            error.WriteLine($"error: {string.Join(", ", names.Distinct())}: {why}");
        }

        var unanswered = _failures.Values.Sum(names => names.Count);
        var asked = unanswered == 0 ? $"{_asked} pins" : $"{_asked} pins, {unanswered} without an answer";
        error.WriteLine(files == 0 ? $"{asked}: nothing to raise."
            : write ? $"{asked}: {files} files changed. docs/upgrading.md says what to look at and run now."
            : $"{asked}: {files} files would change; --write changes them.");
    }

    [GeneratedRegex(@"\A(sha256:[0-9a-f]{64}|[0-9a-f]{40})\z")]
    private static partial Regex Mark();
}

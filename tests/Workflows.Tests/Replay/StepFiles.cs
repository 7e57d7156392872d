namespace Gauntlet.Workflows.Tests.Replay;

/// <summary>The files that a runner of GitHub Actions gives a step, and reads after it.</summary>
internal sealed class StepFiles
{
    private readonly string _folder;

    /// <summary>Makes empty files for one step.</summary>
    public StepFiles(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        foreach (var path in Variables.Values)
        {
            File.WriteAllText(path!, string.Empty);
        }
    }

    /// <summary>The variables that name them.</summary>
    public IReadOnlyDictionary<string, string?> Variables => new[] { "GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_STEP_SUMMARY", "GITHUB_PATH" }
        .ToDictionary(name => name, name => (string?)Path.Combine(_folder, name));

    /// <summary>What the step set for the steps after it.</summary>
    public IReadOnlyDictionary<string, string> Environment => ReadPairs("GITHUB_ENV");

    /// <summary>The step's outputs.</summary>
    public IReadOnlyDictionary<string, string> Outputs => ReadPairs("GITHUB_OUTPUT");

    /// <summary>Folders that the step puts before the PATH of the steps after it.</summary>
    public IReadOnlyList<string> AddedPath => [.. Text("GITHUB_PATH").Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The Markdown of the step's summary.</summary>
    public string Summary => Text("GITHUB_STEP_SUMMARY");

    private string Text(string name) => File.ReadAllText(Variables[name]!);

    /// <summary>name=value, or name&lt;&lt;END with the value's lines up to END; anything else is refused, as the runner does.</summary>
    private Dictionary<string, string> ReadPairs(string file)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = new Queue<string>(Text(file).Split('\n'));
        while (lines.TryDequeue(out var line))
        {
            if (line.Length == 0)
            {
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var heredoc = line.IndexOf("<<", StringComparison.Ordinal);
            if (heredoc > 0 && (equals < 0 || heredoc < equals))
            {
                var value = new List<string>();
                while (lines.Dequeue() is { } next && next != line[(heredoc + 2)..])
                {
                    value.Add(next);
                }

                pairs[line[..heredoc]] = string.Join('\n', value);
            }
            else
            {
                pairs[line[..equals]] = line[(equals + 1)..];
            }
        }

        return pairs;
    }
}

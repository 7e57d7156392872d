using Cake.Core.IO;
using Gauntlet.Build.Processes;
using Path = System.IO.Path;

namespace Gauntlet.Build.Tools;

/// <summary>
/// Secrets by where they are to be had: <c>env:NAME</c>, <c>file:path</c>, <c>exec:command arguments</c> (Vault's and the clouds' own command lines; no
/// shell). Each is
/// read when it is needed and masked from there on; a reference may stand in manifests, states and logs, its value in none of them.
/// </summary>
public sealed class Secrets(HostEnvironment environment, BuildPaths paths, IProcessRunner processes, SecretMask mask)
{
    private const int PatienceInMilliseconds = 30_000;

    /// <summary>The value, else what is wrong with the reference, as a sentence.</summary>
    /// <param name="reference">One of the three forms.</param>
    public (string? Value, string? Problem) Read(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var (kind, where) = Split(reference);
        var (text, problem) = kind switch
        {
            "env" => (environment[where], null),
            "file" => ReadFile(where),
            "exec" => Run(where),
            _ => (null, "it is none of env:NAME, file:path and exec:command."),
        };
        if (problem is null && (text is not { Length: > 0 } || text.Any(c => c is < ' ' or >= (char)127)))
        {
            problem = $"{Name(kind)} {where} holds no line of printable ASCII.";
        }

        if (problem is null)
        {
            mask.Add(text!);
        }

        return problem is null ? (text, null) : (null, problem);
    }

    /// <summary>What can be told to be wrong without having the secret: a command is looked for, and not run before its value is needed.</summary>
    public string? Problem(string reference) => Split(reference) is ("exec", var command) ? Find(command).Problem : Read(reference).Problem;

    private (string? Text, string? Problem) ReadFile(string path)
    {
        try
        {
            return (System.IO.File.ReadAllText(Path.Combine(paths.Root, path)).TrimEnd('\r', '\n'), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"the file {path} cannot be read: {e.Message}");
        }
    }

    private (string? Text, string? Problem) Run(string command)
    {
        if (Find(command) is not { Executable: { } executable } found)
        {
            return (null, Find(command).Problem);
        }

        try
        {
            var lines = new List<string>();
            using var process = processes.Start(new FilePath(executable), new ProcessSettings
            {
                Arguments = PinnedTool.Render(found.Arguments),
                RedirectStandardOutput = true,
                RedirectedStandardOutputHandler = line =>
                {
                    lines.Add(line);
                    return null!; // neither logged nor kept
                },
                Silent = true,
            });
            if (process is null || !process.WaitForExit(PatienceInMilliseconds))
            {
                process?.Kill();
                return (null, $"the command {command} did not end within {PatienceInMilliseconds / 1000} s.");
            }

            process.WaitForExit();
            return process.GetExitCode() == 0
                ? (string.Join('\n', lines).TrimEnd('\r', '\n'), null) : (null, $"the command {command} ended with {process.GetExitCode()}.");
        }
        catch (CakeException e)
        {
            return (null, $"the command {command} could not be started: {e.Message}");
        }
    }

    private (string? Executable, string[] Arguments, string? Problem) Find(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && SearchPath.Find(words[0], environment["PATH"]) is { } executable
            ? (executable, words[1..], null) : (null, [], $"the command {words.FirstOrDefault()} is not on PATH.");
    }

    private static string Name(string kind) => kind switch { "env" => "the environment variable", "file" => "the file", _ => "the output of" };

    private static (string Kind, string Where) Split(string reference) =>
        reference.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (reference[..colon], reference[(colon + 1)..]) : ("", reference);
}

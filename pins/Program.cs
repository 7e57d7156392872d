using Gauntlet.Pins;

const string Help = """
    usage: pins [--write] [folder]
    Asks the upstreams for newer versions of the tools, images and actions that the repository in the folder (default: this one) pins, and prints the change as
    a diff that "git apply --unidiff-zero" takes. It changes nothing without --write. GITHUB_TOKEN raises GitHub's limit of requests.
    """;
var write = args.Contains("--write");
var rest = args.Where(argument => argument != "--write").ToArray();
if (rest is ["--help" or "-h"])
{
    Console.Out.WriteLine(Help);
    return 0;
}

if (rest.Length > 1 || rest.Any(argument => argument.StartsWith('-')))
{
    Console.Error.WriteLine($"error: pins knows one folder and --write. {Help}");
    return 2;
}

if (rest is [var folder] && !Directory.Exists(folder))
{
    Console.Error.WriteLine($"error: there is no folder {folder}.");
    return 2;
}

using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30), MaxResponseContentBufferSize = 32 * 1024 * 1024 };
var upstream = new Upstream(http, Environment.GetEnvironmentVariable("GITHUB_TOKEN"));
return await new PinUpdate(Path.GetFullPath(rest is [var root] ? root : "."), upstream).RunAsync(write, Console.Out, Console.Error).ConfigureAwait(false);

using Gauntlet.Template;

if (args is [var only] && only is "--help" or "-h")
{
    Console.Out.WriteLine(Repository.Help);
    return 0;
}

if (args.Length > 1 || (args is [var option] && option.StartsWith('-')))
{
    Console.Error.WriteLine($"error: gauntlet takes one folder, and no options. {Repository.Help}");
    return 2;
}

var bundle = Bundle.Read(Path.Combine(AppContext.BaseDirectory, "content"));
return new Repository(Path.GetFullPath(args is [var folder] ? folder : "."), bundle, Bundle.Version).Apply(Console.Out, Console.Error);

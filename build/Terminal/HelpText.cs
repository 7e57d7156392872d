using System.Text;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Terminal;

/// <summary>What --help prints: Frosting's own options and those of the catalogue.</summary>
internal static class HelpText
{
    private static string Launcher => OperatingSystem.IsWindows() ? "./build.ps1" : "./build.sh";

    /// <summary>Wraps at <paramref name="width"/> columns; where two columns have no room, the meaning stands below its option.</summary>
    public static string Render(int width)
    {
        width = Math.Clamp(width, 40, 120);
        var column = width < 72 ? 8 : 34;
        var text = new StringBuilder();
        text.AppendLine("USAGE:").Append("    ").Append(Launcher).AppendLine(" [OPTIONS]").AppendLine().AppendLine("HOST:");
        foreach (var option in HostOptions.All)
        {
            Append(option.Name + (option.Alias is null ? "" : $", {option.Alias}"), option.Unit, option.Help);
        }

        foreach (var (heading, options) in OptionCatalog.Groups)
        {
            text.AppendLine().Append(heading.ToUpperInvariant()).AppendLine(":");
            foreach (var option in options)
            {
                var help = option.Help + (option.Kind == OptionKind.Repeatable ? " (repeatable)" : "") + (option.Default is null ? "" : $" [{option.Default}]");
                Append("--" + option.Name, option.Kind == OptionKind.Flag ? null : option.Placeholder, help);
            }
        }

        text.AppendLine().AppendLine("TARGETS:");
        foreach (var stage in StageCatalog.Host.Stages)
        {
            Append(stage.Name, null, stage.Description);
        }

        Append(RunTargets.Full, null, RunTargets.FullDescription);
        text.AppendLine().AppendLine("EXAMPLES:");
        foreach (var (arguments, does) in HostOptions.Examples)
        {
            Append($"{Launcher} {arguments}".TrimEnd(), null, does);
        }

        return text.AppendLine()
            .AppendLine(TextWrap.Wrap(
                "Each option but the host's is also read from GAUNTLET_<NAME> (GAUNTLET_HTTP_PORT for --http-port); the command line wins.", width, 0))
            .AppendLine(TextWrap.Wrap("Exit code: 0 pass, 1 fail, 2 usage, 3 infrastructure, 4 inconclusive.", width, 0))
            .ToString();

        void Append(string names, string? unit, string help)
        {
            var left = "    " + names + (unit is null ? "" : $" <{unit}>");
            var line = left.Length < column - 1 ? left.PadRight(column) + help : left + Environment.NewLine + new string(' ', column) + help;
            text.AppendLine(string.Join(Environment.NewLine, line.Split(Environment.NewLine).Select(part => TextWrap.Wrap(part, width, column))));
        }
    }
}

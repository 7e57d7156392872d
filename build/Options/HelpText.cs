using System.Text;
using Gauntlet.Build.Logging;

namespace Gauntlet.Build.Options;

/// <summary>The part of --help that is ours, from the catalogue.</summary>
internal static class HelpText
{
    private const int Column = 34;

    /// <summary>Wraps at <paramref name="width"/> columns.</summary>
    public static string Render(int width)
    {
        var text = new StringBuilder();
        foreach (var group in OptionCatalog.All.GroupBy(option => option.Group))
        {
            text.AppendLine().Append(group.Key.ToUpperInvariant()).AppendLine(":");
            foreach (var option in group)
            {
                AppendOption(text, option, Math.Clamp(width, 72, 120));
            }
        }

        return text.AppendLine()
            .AppendLine("Each option is also read from GAUNTLET_<NAME> (GAUNTLET_HTTP_PORT for --http-port); the command line wins.")
            .AppendLine("Exit code: 0 pass, 1 fail, 2 usage, 3 infrastructure, 4 inconclusive.")
            .ToString();
    }

    private static void AppendOption(StringBuilder text, OptionDefinition option, int width)
    {
        var left = "    --" + option.Name + (option.Kind == OptionKind.Flag ? "" : $" <{option.Placeholder}>");
        var help = option.Help
            + (option.Kind == OptionKind.Repeatable ? " (repeatable)" : "")
            + (option.Default is null ? "" : $" [{option.Default}]");
        var line = left.Length < Column - 1 ? left.PadRight(Column) + help : left + Environment.NewLine + new string(' ', Column) + help;
        text.AppendLine(string.Join(Environment.NewLine, line.Split(Environment.NewLine).Select(part => TextWrap.Wrap(part, width, Column))));
    }
}

using System.Text;
using Gauntlet.Build.Cli;

namespace Gauntlet.Docs.Tests.Generated;

/// <summary>The option catalogue as Markdown tables, one per heading of the help.</summary>
internal static class OptionTables
{
    public static string Render()
    {
        var text = new StringBuilder();
        foreach (var (heading, options) in OptionCatalog.Groups)
        {
            text.Append($"## {heading}\n\n| option | default | environment variable | meaning |\n|---|---|---|---|\n");
            foreach (var option in options)
            {
                text.Append(
                    $"| {Written(option)} | {(option.Default is null ? "" : $"`{option.Default}`")} | `{option.EnvironmentVariable}` | "
                    + $"{Cell(option.Help)}{(option.Kind == OptionKind.Repeatable ? "; repeatable" : "")} |\n");
            }

            text.Append('\n');
        }

        return text.ToString(0, text.Length - 1);
    }

    public static string RenderHost()
    {
        var text = new StringBuilder("| option | short | meaning |\n|---|---|---|\n");
        foreach (var option in HostOptions.All)
        {
            text.Append(
                $"| `{option.Name}{(option.Unit is null ? "" : $"=<{option.Unit}>")}` | "
                + $"{(option.Alias is null ? "" : $"`{option.Alias}`")} | {option.Help} |\n");
        }

        return text.ToString();
    }

    private static string Written(Option option) => option.Kind == OptionKind.Flag ? $"`--{option.Name}`" : $"`--{option.Name}=<{Cell(option.Placeholder)}>`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}

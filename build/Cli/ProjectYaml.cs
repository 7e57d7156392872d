using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Gauntlet.Build.Cli;

/// <summary>Reads small YAML files that people write into their project: profiles, experiments.</summary>
internal static class ProjectYaml
{
    /// <summary>Reads a text; an empty one is an object without any value.</summary>
    /// <param name="text">The file's.</param>
    /// <param name="name">The file, as it is named to people.</param>
    /// <param name="what">What it holds, in a word.</param>
    /// <exception cref="UsageException">It is no such thing; the message begins with file and line.</exception>
    public static T Parse<T>(string text, string name, string what)
        where T : class, new()
    {
        try
        {
            return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<T?>(text) ?? new T();
        }
        catch (YamlException e)
        {
            throw new UsageException($"{name}:{e.Start.Line}: The {what} cannot be read: {(e.InnerException ?? e).Message.ReplaceLineEndings(" ").Trim()}", e);
        }
    }
}

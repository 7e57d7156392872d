using YamlDotNet.RepresentationModel;

namespace Gauntlet.Build.Clusters.Kind;

/// <summary>Renders kind/cluster.yaml with the ports of this run.</summary>
internal static class KindConfig
{
    /// <summary>Replaces the host ports of the mappings to 80 and 443; everything else stays as it is written.</summary>
    public static void Render(string template, string file, int httpPort, int httpsPort)
    {
        var yaml = new YamlStream();
        using (var reader = new StreamReader(template))
        {
            yaml.Load(reader);
        }

        foreach (var mapping in yaml.Documents[0].AllNodes.OfType<YamlMappingNode>().Where(node => node.Children.ContainsKey("hostPort")))
        {
            var port = ((YamlScalarNode)mapping["containerPort"]).Value == "443" ? httpsPort : httpPort;
            mapping.Children["hostPort"] = new YamlScalarNode(port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var writer = new StreamWriter(file);
        yaml.Save(writer, assignAnchors: false);
    }
}

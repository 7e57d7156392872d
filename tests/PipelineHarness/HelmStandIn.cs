using System.Security.Cryptography;
using System.Text;

namespace Gauntlet.PipelineHarness;

/// <summary>
/// Stands in for Helm, as far as the pipeline calls it for the chart of this project: what <c>template</c> answers was recorded. Helm's own loader, schema
/// check and template engine made it, of its release 3.10.3, built from its sources; the rest of its command was not there. It takes no other argument than
/// those that are documented and were recorded.
/// </summary>
public static class HelmStandIn
{
    /// <summary>The version that the pipeline pins.</summary>
    public const string Version = "4.2.3";

    /// <summary>Of the chart's files as they were when its answers were recorded.</summary>
    public static string RecordedHash => File.ReadAllText(Path.Combine(Folder, "chart.sha256")).Trim();

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Recorded", "helm");

    /// <summary>What was recorded with the chart's own values, or with those of <c>ci/prod-values.yaml</c>.</summary>
    public static string Rendered(string values) => Path.Combine(Folder, values);

    /// <summary>The hash of a chart's files.</summary>
    public static string HashOf(string chart)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(chart, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(
                $"{Path.GetRelativePath(chart, file).Replace('\\', '/')}\n{File.ReadAllText(file).ReplaceLineEndings("\n")}"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Puts it on the host's PATH.</summary>
    public static void AddHelm(this ProjectCopy copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        copy.AddTool("helm", $$"""
            if [ "$*" = "version --short" ]; then echo 'v{{Version}}+g0000000'; exit 0; fi
            if [ "$1 $2" != "template echo" ] || [ ! -f "$3/Chart.yaml" ]; then echo "Error: not recorded: $*" >&2; exit 64; fi
            shift 3; values=default; needed=0
            for argument; do case $argument in
              --namespace=default|--include-crds|--skip-tests|--kube-version=1.35.8) needed=$((needed + 1)) ;;
              --output-dir=*) out=${argument#*=} ;;
              --values=*/ci/prod-values.yaml) values=prod ;;
              --set=replcas=3) cat '{{Folder}}/refused.txt' >&2; exit 1 ;;
              *) echo "Error: unknown flag: $argument" >&2; exit 64 ;;
            esac; done
            if [ $needed != 4 ]; then echo "Error: not recorded without all of its flags" >&2; exit 64; fi
            cp -r '{{Folder}}/'$values/. "$out"

            """);
    }
}

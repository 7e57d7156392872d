namespace Gauntlet.Workloads.Objects;

/// <summary>Where an object stands in the files of who wrote it.</summary>
/// <param name="File">Relative to the folder of the manifests, with forward slashes.</param>
/// <param name="Line">On which it begins, from 1.</param>
/// <param name="Document">Of the file, from 0.</param>
public sealed record Origin(string File, int Line, int Document)
{
    /// <summary>The line of each field, by its path.</summary>
    public IReadOnlyDictionary<string, int> Lines { get; init; } = new Dictionary<string, int>();

    /// <summary>The line of a field such as <c>spec.template.spec.containers[0].image</c>; where it is not there, of the nearest field around it.</summary>
    /// <param name="path">As an API server writes it: names behind dots, list positions and the keys of labels and annotations also in brackets.</param>
    public int LineOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var field = FieldPath.Normal(path); field.Length > 0; field = FieldPath.Parent(field))
        {
            if (Lines.TryGetValue(field, out var line))
            {
                return line;
            }
        }

        return Line;
    }

    /// <summary>file:line</summary>
    public override string ToString() => $"{File}:{Line}";
}

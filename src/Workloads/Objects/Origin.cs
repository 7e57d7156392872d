namespace Gauntlet.Workloads.Objects;

/// <summary>Where an object stands in the files of who wrote it.</summary>
/// <param name="File">Relative to the folder of the manifests, with forward slashes.</param>
/// <param name="Line">On which it begins, from 1.</param>
/// <param name="Document">Of the file, from 0.</param>
public sealed record Origin(string File, int Line, int Document)
{
    /// <summary>The line of each field, by its path.</summary>
    public IReadOnlyDictionary<string, int> Lines { get; init; } = new Dictionary<string, int>();

    /// <summary>The fields that another file says, such as a patch, by their path; null where there are none.</summary>
    public IReadOnlyDictionary<string, FieldPlace>? Elsewhere { get; init; }

    /// <summary>Where a field such as <c>spec.template.spec.containers[0].image</c> stands; where it is not there, the nearest field around it.</summary>
    /// <param name="path">As an API server writes it: names behind dots, list positions and the keys of labels and annotations also in brackets.</param>
    public FieldPlace PlaceOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        for (var field = FieldPath.Normal(path); field.Length > 0; field = FieldPath.Parent(field))
        {
            if (Elsewhere?.TryGetValue(field, out var place) == true)
            {
                return place;
            }

            if (Lines.TryGetValue(field, out var line))
            {
                return new FieldPlace(File, line);
            }
        }

        return new FieldPlace(File, Line);
    }

    /// <summary>The line of <see cref="PlaceOf"/>.</summary>
    public int LineOf(string path) => PlaceOf(path).Line;

    /// <summary>What is wrong with a field, where it stands.</summary>
    internal ManifestProblem Problem(string field, string what, string remedy)
    {
        var place = PlaceOf(field);
        return new ManifestProblem(place.File, place.Line, what, remedy);
    }

    /// <summary>file:line</summary>
    public override string ToString() => $"{File}:{Line}";
}

/// <summary>A line of a file.</summary>
/// <param name="File">Relative to the folder of the manifests, with forward slashes.</param>
/// <param name="Line">From 1.</param>
public sealed record FieldPlace(string File, int Line);

using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Rendering;

/// <summary>index.json of a rendered set.</summary>
/// <param name="SchemaVersion">Of this file.</param>
/// <param name="Folder">The folder that files are named from, from the root of the repository.</param>
/// <param name="Hash">Of the objects, in their order.</param>
/// <param name="Objects">In the order in which they are applied.</param>
internal sealed record RenderedIndex(int SchemaVersion, string Folder, string Hash, IReadOnlyList<RenderedEntry> Objects);

/// <summary>One object of the index.</summary>
/// <param name="File">That holds it, relative to the index.</param>
/// <param name="Kind">Its kind, with what is known of it.</param>
/// <param name="Namespace">Null where it lives in none.</param>
/// <param name="Name">Within the namespace.</param>
/// <param name="Origin">Where who wrote it finds it.</param>
internal sealed record RenderedEntry(string File, ObjectKind Kind, string? Namespace, string Name, Origin Origin);

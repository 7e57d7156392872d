namespace Gauntlet.ObjectRules;

/// <summary>One rule of the Kubernetes API that an object breaks, as an API server's cause of an <c>Invalid</c> answer.</summary>
/// <param name="Field">The path of the field, such as <c>spec.template.spec.containers[0].ports[1].containerPort</c>.</param>
/// <param name="Reason">The kind of problem, such as <c>FieldValueInvalid</c>.</param>
/// <param name="Value">The value as the server shows it; null where the server shows none.</param>
/// <param name="Detail">What the server says about it; may be empty.</param>
public sealed record ObjectProblem(string Field, string Reason, string? Value, string Detail)
{
    /// <summary>The names that would have been found; empty where nothing is looked up.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>The server's words: <c>Invalid value: 70000: must be between 1 and 65535, inclusive</c>.</summary>
    public string Message => string.Join(": ", new[] { Word, Value, Detail }.Where(part => !string.IsNullOrEmpty(part)));

    private string Word => Reason switch
    {
        "FieldValueRequired" => "Required value",
        "FieldValueDuplicate" => "Duplicate value",
        "FieldValueNotSupported" => "Unsupported value",
        "FieldValueForbidden" => "Forbidden",
        "FieldValueNotFound" => "Not found",
        "FieldValueTooLong" => "Too long",
        _ => "Invalid value",
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {Message}";
}

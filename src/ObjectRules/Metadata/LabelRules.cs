using System.Text;
using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Metadata;

/// <summary>Keys and values of labels, and keys and size of annotations.</summary>
internal static class LabelRules
{
    private const int MostAnnotations = 256 * 1024;

    public static void Labels(Field labels)
    {
        foreach (var (key, value) in labels.Entries)
        {
            labels.Invalid(key, NameForms.QualifiedName(key));
            if (value.Text is { } text)
            {
                labels.Invalid(text, NameForms.LabelValue(text));
            }
        }
    }

    public static void Annotations(Field annotations)
    {
        var size = 0L;
        foreach (var (key, value) in annotations.Entries)
        {
            annotations.Invalid(key, NameForms.QualifiedName(key.ToLowerInvariant()));
            size += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value.Text ?? "");
        }

        if (size > MostAnnotations)
        {
            annotations.TooLong(MostAnnotations);
        }
    }
}

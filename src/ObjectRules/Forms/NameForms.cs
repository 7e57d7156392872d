using System.Text;
using System.Text.RegularExpressions;

namespace Gauntlet.ObjectRules.Forms;

/// <summary>The forms that names, labels, keys and hosts must have. Each answers what is wrong in the API server's words; nothing when all is well.</summary>
internal static partial class NameForms
{
    private const string LabelForm = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string SubdomainForm = LabelForm + @"(\." + LabelForm + ")*";
    private const string OldLabelForm = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private const string WildcardForm = @"\*\." + SubdomainForm;
    private const string WordForm = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string ValueForm = "(" + WordForm + ")?";
    private const string KeyForm = "[-._a-zA-Z0-9]+";
    private const string HeaderForm = "[-A-Za-z0-9]+";

    private static readonly char[] NotInPaths = ['/', '%'];

    /// <summary>RFC 1123 label: <c>my-name</c>.</summary>
    public static IEnumerable<string> Label(string text) =>
        Check(text, 63, Label(), "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
        + "and must start and end with an alphanumeric character", LabelForm, "my-name", "123-abc");

    /// <summary>RFC 1123 subdomain: <c>example.com</c>.</summary>
    public static IEnumerable<string> Subdomain(string text) =>
        Check(text, 253, Subdomain(), "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, "
        + "'-' or '.', and must start and end with an alphanumeric character", SubdomainForm, "example.com");

    /// <summary>RFC 1035 label, which starts with a letter: the name of a Service.</summary>
    public static IEnumerable<string> OldLabel(string text) =>
        Check(text, 63, OldLabel(), "a DNS-1035 label must consist of lower case alphanumeric characters or '-', "
        + "start with an alphabetic character, and end with an alphanumeric character", OldLabelForm, "my-name", "abc-123");

    public static IEnumerable<string> WildcardHost(string text) =>
        Check(text, 253, Wildcard(), "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS "
        + "subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character", WildcardForm,
            "*.example.com");

    public static IEnumerable<string> LabelValue(string text) =>
        Check(text, 63, Value(), "a valid label must be an empty string or consist of alphanumeric characters, "
        + "'-', '_' or '.', and must start and end with an alphanumeric character", ValueForm, "MyValue", "my_value", "12345");

    public static IEnumerable<string> HeaderName(string text) =>
        Check(text, int.MaxValue, Header(), "a valid HTTP header must consist of alphanumeric characters or '-'", HeaderForm, "X-Header-Name");

    /// <summary>The key of a label or annotation: a name, with a domain before it or not.</summary>
    public static IEnumerable<string> QualifiedName(string text)
    {
        const string Rule = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
        var words = Words(Rule, WordForm, "MyName", "my.name", "123-abc");
        if (text.Split('/') is not [.., var name] || text.Count(letter => letter == '/') > 1)
        {
            yield return $"a qualified name {words} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            yield break;
        }

        if (text.Split('/') is [var prefix, _])
        {
            foreach (var wrong in prefix.Length == 0 ? ["must be non-empty"] : Subdomain(prefix))
            {
                yield return $"prefix part {wrong}";
            }
        }

        if (name.Length == 0)
        {
            yield return "name part must be non-empty";
        }
        else if (name.Length > 63)
        {
            yield return $"name part {TooLong(63)}";
        }

        if (!Word().IsMatch(name))
        {
            yield return $"name part {words}";
        }
    }

    /// <summary>The key of a ConfigMap or a Secret: the name of a file.</summary>
    public static IEnumerable<string> DataKey(string text)
    {
        if (text.Length > 253)
        {
            yield return TooLong(253);
        }

        if (!DataKey().IsMatch(text))
        {
            yield return Words("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", KeyForm, "key.name", "KEY_NAME", "key-name");
        }

        foreach (var wrong in Directory(text))
        {
            yield return wrong;
        }
    }

    /// <summary>The name of an environment variable, as every server since 1.32 has it.</summary>
    public static IEnumerable<string> VariableName(string text) =>
        text.EnumerateRunes().All(letter => letter.Value is >= ' ' and <= '~' and not '=') ? []
            : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];

    /// <summary>A name that can stand in a URL's path: the names of roles.</summary>
    public static IEnumerable<string> PathSegment(string text)
    {
        if (text is "." or "..")
        {
            yield return $"may not be '{text}'";
        }

        foreach (var letter in NotInPaths.Where(text.Contains))
        {
            yield return $"may not contain '{letter}'";
        }
    }

    public static IEnumerable<string> PortName(string text)
    {
        if (text.Length > 15)
        {
            yield return TooLong(15);
        }

        if (!PortLetters().IsMatch(text))
        {
            yield return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        }

        if (!text.Any(letter => letter is >= 'a' and <= 'z'))
        {
            yield return "must contain at least one letter (a-z)";
        }

        if (text.Contains("--", StringComparison.Ordinal))
        {
            yield return "must not contain consecutive hyphens";
        }

        if (text.StartsWith('-') || text.EndsWith('-'))
        {
            yield return "must not begin or end with a hyphen";
        }
    }

    private static IEnumerable<string> Directory(string text) => text switch
    {
        "." => ["must not be '.'"],
        ".." => ["must not be '..'"],
        _ when text.StartsWith("..", StringComparison.Ordinal) => ["must not start with '..'"],
        _ => [],
    };

    private static IEnumerable<string> Check(string text, int most, Regex form, string rule, string shown, params string[] examples)
    {
        if (Encoding.UTF8.GetByteCount(text) > most)
        {
            yield return TooLong(most);
        }

        if (!form.IsMatch(text))
        {
            yield return Words(rule, shown, examples);
        }
    }

    private static string TooLong(int most) => $"must be no more than {most} characters";

    private static string Words(string rule, string form, params string[] examples) =>
        $"{rule} (e.g. {string.Join(" or ", examples.Select(example => $"'{example}', "))}regex used for validation is '{form}')";

    [GeneratedRegex($@"\A{LabelForm}\z")]
    private static partial Regex Label();

    [GeneratedRegex($@"\A{SubdomainForm}\z")]
    private static partial Regex Subdomain();

    [GeneratedRegex($@"\A{OldLabelForm}\z")]
    private static partial Regex OldLabel();

    [GeneratedRegex($@"\A{WildcardForm}\z")]
    private static partial Regex Wildcard();

    [GeneratedRegex($@"\A{ValueForm}\z")]
    private static partial Regex Value();

    [GeneratedRegex($@"\A{WordForm}\z")]
    private static partial Regex Word();

    [GeneratedRegex($@"\A{KeyForm}\z")]
    private static partial Regex DataKey();

    [GeneratedRegex($@"\A{HeaderForm}\z")]
    private static partial Regex Header();

    [GeneratedRegex(@"\A[-a-z0-9]+\z")]
    private static partial Regex PortLetters();
}

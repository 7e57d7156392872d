using System.Text.RegularExpressions;

namespace Gauntlet.Workloads.Diagnostics;

/// <summary>Takes what looks like a credential out of text. It errs towards taking too much: evidence is read by many.</summary>
internal sealed partial class Redactor(IEnumerable<string> secrets)
{
    private const string Gone = "(redacted)";

    /// <summary>Shorter values would tear holes into ordinary words.</summary>
    private const int ShortestSecret = 6;

    private readonly string[] _secrets = [.. secrets.Where(secret => secret.Length >= ShortestSecret).OrderByDescending(secret => secret.Length)];

    public string Redact(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Gone, StringComparison.Ordinal);
        }

        text = PrivateKey().Replace(text, Gone);
        text = EncodedPem().Replace(text, Gone);
        text = AddressPassword().Replace(text, "$1" + Gone);
        text = KubeconfigData().Replace(text, "$1" + Gone);
        text = Authorization().Replace(text, "$1" + Gone);
        text = Assignment().Replace(text, "$1" + Gone);
        return KnownToken().Replace(text, Gone);
    }

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\\z)", RegexOptions.Singleline)]
    private static partial Regex PrivateKey();

    /// <summary>Base64 of anything that begins like PEM ("-----BEGIN "), also in lines.</summary>
    [GeneratedRegex(@"LS0tLS1CRUdJTi[A-Za-z0-9+/=]*(?:\r?\n[ \t]*[A-Za-z0-9+/]{40,}={0,2})*(?:\r?\n[ \t]*[A-Za-z0-9+/]+={1,2})?")]
    private static partial Regex EncodedPem();

    [GeneratedRegex(@"(://[^\s/:@""']*:)[^\s/@""']+(?=@)")]
    private static partial Regex AddressPassword();

    /// <summary>The credentials of a kubeconfig.</summary>
    [GeneratedRegex("""((?:client-key-data|client-certificate-data)["']?[ \t]*:[ \t]*["']?)[A-Za-z0-9+/=]{8,}""")]
    private static partial Regex KubeconfigData();

    [GeneratedRegex(@"(authorization["":= \t]+(?:bearer|basic|token)[ \t]+)[^\s""']+", RegexOptions.IgnoreCase)]
    private static partial Regex Authorization();

    [GeneratedRegex("""((?<![A-Za-z])(?:[A-Z0-9_]*_)?(?:password|passwd|secret|token|api[_-]?key)["']?[ \t]*[=:][ \t]*["']?)[^\s"',;&]{6,}""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();

    /// <summary>GitHub's tokens, JSON web tokens and kubeadm's bootstrap tokens.</summary>
    [GeneratedRegex(@"\bgh[pousr]_[A-Za-z0-9]{16,}|\bgithub_pat_[A-Za-z0-9_]{20,}|"
        + @"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+|(?<![\w.-])[a-z0-9]{6}\.[a-z0-9]{16}(?![\w.-])")]
    private static partial Regex KnownToken();
}

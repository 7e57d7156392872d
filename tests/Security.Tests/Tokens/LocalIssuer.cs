using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Gauntlet.Security.Tests.Tokens;

/// <summary>Signs tokens as GitHub's issuer does (RS256), with a key of its own.</summary>
internal sealed class LocalIssuer : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    /// <summary>A token of a job of octo/demo in an environment.</summary>
    public string Issue(string subject, JsonNode audience, long expires) => Sign(new JsonObject
    {
        ["iss"] = "https://token.actions.example.test",
        ["sub"] = subject,
        ["aud"] = audience,
        ["exp"] = expires,
        ["repository"] = "octo/demo",
        ["repository_owner_id"] = "11",
        ["repository_id"] = "22",
    });

    public string Sign(JsonNode claims)
    {
        var content = $"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}";
        return $"{content}.{Base64Url.EncodeToString(_key.SignData(Encoding.UTF8.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}

using System.Text;
using System.Text.Json;
using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.ObjectRules.Configuration;

/// <summary>ConfigMaps and Secrets: keys, encoding, size, and what a type of Secret needs.</summary>
internal static class DataRules
{
    private const int Most = 1 << 20;

    private static readonly Dictionary<string, string[]> NeededKeys = new(StringComparer.Ordinal)
    {
        ["kubernetes.io/dockercfg"] = [".dockercfg"],
        ["kubernetes.io/dockerconfigjson"] = [".dockerconfigjson"],
        ["kubernetes.io/ssh-auth"] = ["ssh-privatekey"],
        ["kubernetes.io/tls"] = ["tls.crt", "tls.key"],
    };

    private static readonly string[] BasicKeys = ["username", "password"];

    public static void ConfigMap(Field item)
    {
        var (data, binary) = (item["data"], item["binaryData"]);
        var size = Keys(data) + Encoded(binary);
        foreach (var (key, value) in data.Entries.Where(entry => binary[entry.Key].Exists))
        {
            value.Invalid(key, "duplicate of key present in binaryData");
        }

        if (size > Most)
        {
            // The server has no field for the whole, and writes it so.
            item.As("[]").TooLong(Most);
        }
    }

    public static void Secret(Field item)
    {
        var (data, plain, type) = (item["data"], item["stringData"], item["type"].Text ?? "");
        if (Encoded(data) + Keys(plain) > Most)
        {
            data.TooLong(Most);
        }

        foreach (var key in NeededKeys.GetValueOrDefault(type, []).Where(key => !data[key].Exists && !plain[key].Exists))
        {
            data.Key(key).Required();
        }

        if (type == "kubernetes.io/basic-auth" && !BasicKeys.Any(key => data[key].Exists || plain[key].Exists))
        {
            data.Key("username").Required();
            data.Key("password").Required();
        }

        if (type == "kubernetes.io/service-account-token" && item["metadata", "annotations"].Key("kubernetes.io/service-account.name").IsBlank)
        {
            item["metadata", "annotations"].Key("kubernetes.io/service-account.name").Required();
        }

        Json(data, plain, NeededKeys.GetValueOrDefault(type, []).FirstOrDefault(key => key.StartsWith('.')));
    }

    private static long Keys(Field map)
    {
        var size = 0L;
        foreach (var (key, value) in map.Entries)
        {
            value.Invalid(key, NameForms.DataKey(key));
            size += Encoding.UTF8.GetByteCount(value.Text ?? "");
        }

        return size;
    }

    private static long Encoded(Field map)
    {
        var size = 0L;
        foreach (var (key, value) in map.Entries)
        {
            value.Invalid(key, NameForms.DataKey(key));
            if (value.Text is not { } text)
            {
                continue;
            }

            if (Base64.FirstWrong(text) is { } at)
            {
                value.Invalid("<secret contents redacted>", $"illegal base64 data at input byte {at}");
            }

            size += text.Length / 4 * 3;
        }

        return size;
    }

    private static void Json(Field data, Field plain, string? key)
    {
        if (key is null || (plain[key].Text ?? Base64.Decode(data[key].Text)) is not { } text)
        {
            return;
        }

        try
        {
            using var parsed = JsonDocument.Parse(text);
            if (parsed.RootElement.ValueKind != JsonValueKind.Object)
            {
                data.Key(key).Invalid("<secret contents redacted>", "json: cannot unmarshal into Go value of type map[string]interface {}");
            }
        }
        catch (JsonException)
        {
            data.Key(key).Invalid("<secret contents redacted>", "invalid character in JSON");
        }
    }
}

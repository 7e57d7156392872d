using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;
using Cake.Core;
using Cake.Core.IO;

namespace Cake.Docker;

/// <summary>Renders settings by reflection: command, properties, additional arguments.</summary>
public static class ArgumentsBuilderExtension
{
    public static void AppendAll<TSettings>(this ProcessArgumentBuilder builder, string command, TSettings settings, string[] arguments)
        where TSettings : AutoToolSettings, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(command);
        var effective = settings ?? new TSettings();
        Append(true);
        builder.Append(command);
        Append(false);
        foreach (var argument in arguments ?? [])
        {
            builder.Append(argument);
        }

        void Append(bool preCommand)
        {
            foreach (var property in typeof(TSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => (Auto(property)?.PreCommand ?? false) == preCommand))
            {
                ArgumentsBuilderExtension.Append(builder, property, property.GetValue(effective), effective.SecretProperties.Contains(property.Name));
            }
        }
    }

    private static AutoPropertyAttribute? Auto(MemberInfo property) => property.GetCustomAttribute<AutoPropertyAttribute>();

    private static void Append(ProcessArgumentBuilder builder, PropertyInfo property, object? value, bool secret)
    {
        var (name, type) = ("--" + Kebab(property.Name), property.PropertyType);
        switch (value)
        {
            case not null when Auto(property)?.Format is { } format:
                builder.Append(string.Format(CultureInfo.InvariantCulture, format, Kebab(property.Name), value));
                break;
            case true:
                builder.Append(name);
                break;
            case int or long or ulong or ushort when Nullable.GetUnderlyingType(type) is not null:
                builder.Append(name).Append(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case string { Length: > 0 } text:
                AppendText(builder.Append(name), text, secret);
                break;
            case TimeSpan time:
                builder.Append(name).Append($"{(int)time.TotalHours}h{time.Minutes}m{time.Seconds}s");
                break;
            case IEnumerable<string> list when type == typeof(string[]):
                foreach (var item in list.Where(item => item is { Length: > 0 }))
                {
                    AppendText(builder.Append(name), item, secret);
                }

                break;
        }
    }

    private static void AppendText(ProcessArgumentBuilder builder, string text, bool secret) =>
        _ = secret ? builder.AppendQuotedSecret(text) : builder.AppendQuoted(text);

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            text.Append(char.IsUpper(letter) && text.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}

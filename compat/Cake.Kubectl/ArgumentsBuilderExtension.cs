using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;
using Cake.Core;
using Cake.Core.IO;

namespace Cake.Kubectl;

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
                ArgumentsBuilderExtension.Append(builder, property, property.GetValue(effective));
            }
        }
    }

    private static AutoPropertyAttribute? Auto(MemberInfo property) => property.GetCustomAttribute<AutoPropertyAttribute>();

    private static void Append(ProcessArgumentBuilder builder, PropertyInfo property, object? value)
    {
        var name = "--" + Kebab(property.Name);
        var auto = Auto(property);
        switch (value)
        {
            case not null when auto?.Format is { } format:
                builder.Append(string.Format(CultureInfo.InvariantCulture, format, Kebab(property.Name), value));
                break;

            // A nullable flag is written whenever it has a value, false included: the package does so.
            case bool flag when flag || (property.PropertyType == typeof(bool?) && auto?.OnlyWhenTrue != true):
                builder.Append(name);
                break;
            case int or long or ulong or ushort when Nullable.GetUnderlyingType(property.PropertyType) is not null:
                builder.Append($"{name} {Convert.ToString(value, CultureInfo.InvariantCulture)}");
                break;
            case string { Length: > 0 } text:
                builder.Append($"{name} \"{text}\"");
                break;
            case TimeSpan time:
                builder.Append($"{name} {(int)time.TotalHours}h{time.Minutes}m{time.Seconds}s");
                break;
            case IEnumerable<string> list when property.PropertyType == typeof(string[]):
                foreach (var item in list.Where(item => item is { Length: > 0 }))
                {
                    builder.Append($"{name} \"{item}\"");
                }

                break;
        }
    }

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

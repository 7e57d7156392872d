using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Json;

namespace Gauntlet.Build.Terminal;

/// <summary>
/// One JSON object a line, in the names of Serilog's compact form: time, level where it is not Information, and what the event carries. Its text stands in it
/// once, as Text; what only lays a line out for people is left out.
/// </summary>
internal sealed class JsonLineFormatter : ITextFormatter
{
    private const string Text = nameof(Text);
    private static readonly HashSet<string> LayOut = ["Mark", "Took", LineFormatter.Indent];
    private static readonly JsonValueFormatter Values = new();

    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write($"{{\"@t\":\"{logEvent.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}\"");
        if (logEvent.Level != LogEventLevel.Information)
        {
            output.Write($",\"@l\":\"{logEvent.Level}\"");
        }

        foreach (var (name, value) in logEvent.Properties.Where(property => !LayOut.Contains(property.Key)))
        {
            Write(output, name);
            Values.Format(value, output);
        }

        if (!logEvent.Properties.ContainsKey(Text))
        {
            Write(output, Text);
            JsonValueFormatter.WriteQuotedJsonString(logEvent.RenderMessage(CultureInfo.InvariantCulture), output);
        }

        output.WriteLine('}');
    }

    private static void Write(TextWriter output, string name)
    {
        output.Write(',');
        JsonValueFormatter.WriteQuotedJsonString(name, output);
        output.Write(':');
    }
}

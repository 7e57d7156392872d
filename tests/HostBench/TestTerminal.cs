using System.Text;
using Gauntlet.Build.Terminal;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Gauntlet.HostBench;

/// <summary>A terminal that keeps what is written, in the order in which it comes.</summary>
public sealed class TestTerminal : ITerminal
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly StringBuilder _printed = new();

    /// <summary>Makes one.</summary>
    public TestTerminal() => (Out, Error) = (new Recorder(this, isError: false), new Recorder(this, isError: true));

    /// <inheritdoc/>
    public TextWriter Out { get; }

    /// <inheritdoc/>
    public TextWriter Error { get; }

    /// <inheritdoc/>
    public bool IsInteractive { get; init; }

    /// <inheritdoc/>
    public int Width { get; set; } = 80;

    /// <summary>Everything so far, with line feeds alone.</summary>
    public string Output => Read(_output);

    /// <summary>What came on standard error so far.</summary>
    public string Errors => Read(_errors);

    /// <inheritdoc/>
    public LoggerConfiguration Log(LoggerSinkConfiguration sinks, ITextFormatter formatter, bool toError)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        return sinks.Sink(new Sink(formatter, toError ? Error : Out));
    }

    /// <summary>What came on standard output so far.</summary>
    public string Printed => Read(_printed);

    private string Read(StringBuilder text)
    {
        lock (_gate)
        {
            return text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        }
    }

    private sealed class Recorder(TestTerminal terminal, bool isError) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(string? value)
        {
            lock (terminal._gate)
            {
                terminal._output.Append(value);
                (isError ? terminal._errors : terminal._printed).Append(value);
            }
        }

        public override void WriteLine(string? value) => Write(value + Environment.NewLine);
    }

    private sealed class Sink(ITextFormatter formatter, TextWriter output) : ILogEventSink
    {
        public void Emit(LogEvent logEvent)
        {
            using var line = new StringWriter();
            formatter.Format(logEvent, line);
            output.Write(line.ToString());
        }
    }
}

using System.Globalization;
using System.Text;
using System.Xml;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports;

/// <summary>The stages and thresholds as JUnit XML: what fails is a failure, what says neither is an error, what did not run is skipped.</summary>
public static class JUnitReport
{
    /// <summary>Renders the report.</summary>
    public static string Render(ReportModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var stages = model.Stages.Select(s => new Case(
            s.Name, s.Duration, s.Status switch { "passed" => Kind.Passed, "failed" => Kind.Failed, _ => Kind.Skipped }, s.Reason ?? s.Summary ?? s.Status));
        var thresholds = model.Thresholds.Select(t => new Case(
            t.Expression, null, t.Outcome switch { CheckOutcome.Pass => Kind.Passed, CheckOutcome.Fail => Kind.Failed, _ => Kind.Error }, t.Reason));
        var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = Encoding.UTF8 }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "gauntlet");
            Suite(xml, "stages", [.. stages]);
            Suite(xml, "thresholds", [.. thresholds]);
            xml.WriteEndElement();
        }

        return text + "\n";
    }

    private static void Suite(XmlWriter xml, string name, Case[] cases)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("tests", Text(cases.Length));
        xml.WriteAttributeString("failures", Text(cases.Count(c => c.Kind == Kind.Failed)));
        xml.WriteAttributeString("errors", Text(cases.Count(c => c.Kind == Kind.Error)));
        xml.WriteAttributeString("skipped", Text(cases.Count(c => c.Kind == Kind.Skipped)));
        foreach (var c in cases)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", "gauntlet." + name);
            xml.WriteAttributeString("name", Clean(c.Name));
            if (c.Duration is { } duration)
            {
                xml.WriteAttributeString("time", duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
            }

            if (c.Kind != Kind.Passed)
            {
                xml.WriteStartElement(c.Kind switch { Kind.Failed => "failure", Kind.Error => "error", _ => "skipped" });
                xml.WriteAttributeString("message", Clean(c.Reason));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>XML 1.0 has no way to write most control characters, and a lone surrogate is no character.</summary>
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(r => r.Value is < 0x20 and not ('\t' or '\n') or 0xFFFE or 0xFFFF ? "\uFFFD" : r.ToString()));

    private enum Kind
    {
        Passed,
        Failed,
        Error,
        Skipped,
    }

    private sealed record Case(string Name, TimeSpan? Duration, Kind Kind, string Reason);

    private sealed class Utf8Writer() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}

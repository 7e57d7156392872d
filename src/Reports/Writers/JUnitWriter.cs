using System.Globalization;
using System.Text;
using System.Xml;
using Gauntlet.ForeignText;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports.Writers;

/// <summary>The checks of a report as JUnit XML: what fails is a failure, what says neither is an error, what did not run is skipped.</summary>
public static class JUnitWriter
{
    /// <summary>The XML.</summary>
    public static string Write(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = Encoding.UTF8 }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "gauntlet");
            foreach (var suite in document.Checks.GroupBy(check => check.Suite))
            {
                Suite(xml, suite.Key, [.. suite]);
            }

            xml.WriteEndElement();
        }

        return text + "\n";
    }

    private static void Suite(XmlWriter xml, string name, Check[] checks)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("tests", Text(checks.Length));
        xml.WriteAttributeString("failures", Text(checks.Count(c => c.Outcome == CheckOutcome.Fail)));
        xml.WriteAttributeString("errors", Text(checks.Count(c => c.Outcome == CheckOutcome.Inconclusive)));
        xml.WriteAttributeString("skipped", Text(checks.Count(c => c.Outcome is null)));
        foreach (var check in checks)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", "gauntlet." + name);
            xml.WriteAttributeString("name", Clean(check.Name));
            if (check.Duration is { } duration)
            {
                xml.WriteAttributeString("time", duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
            }

            if (check.Outcome == CheckOutcome.Pass)
            {
                xml.WriteElementString("system-out", Clean(check.Reason));
            }
            else
            {
                xml.WriteStartElement(check.Outcome switch { CheckOutcome.Fail => "failure", CheckOutcome.Inconclusive => "error", _ => "skipped" });
                xml.WriteAttributeString("message", Clean(check.Reason));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>XML 1.0 has no way to write most control characters and two others, and a lone surrogate is no character.</summary>
    private static string Clean(string text) => Characters.Visible(text, "\t\n").Replace('\uFFFE', '\uFFFD').Replace('\uFFFF', '\uFFFD');

    private sealed class Utf8Writer() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}

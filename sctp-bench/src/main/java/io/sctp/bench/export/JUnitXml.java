package io.sctp.bench.export;

import io.sctp.bench.export.Findings.Check;
import io.sctp.bench.export.Findings.Group;
import io.sctp.bench.export.Findings.Outcome;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** JUnit's XML: a test suite for each group, a test case for each check, a failure for what got worse. */
final class JUnitXml {
    private final XMLStreamWriter xml;

    private JUnitXml(final XMLStreamWriter xml) {
        this.xml = xml;
    }

    static String of(final Findings findings) {
        final StringWriter text = new StringWriter();
        try {
            final XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            new JUnitXml(xml).write(findings);
            xml.close();
        } catch (final XMLStreamException e) {
            throw new IllegalStateException("XML that cannot be written to memory", e);
        }
        return text.append('\n').toString();
    }

    private void write(final Findings findings) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        start("testsuites", findings.title());
        counts(findings.groups().stream()
                .flatMap(group -> group.checks().stream())
                .toList());
        for (final Group group : findings.groups()) {
            write(group);
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void write(final Group group) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        // Build servers show the class of a test case, and treat the part before its last dot as a package.
        final String name = printable(group.name().replace('.', '_'));
        start("testsuite", name);
        counts(group.checks());
        for (final Check check : group.checks()) {
            xml.writeCharacters("\n    ");
            start("testcase", check.name());
            xml.writeAttribute("classname", name);
            xml.writeAttribute("time", "0");
            if (check.outcome() == Outcome.FAILED) {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", printable(check.detail()));
                xml.writeAttribute("type", "worse");
                xml.writeEndElement();
            } else {
                xml.writeStartElement("system-out");
                xml.writeCharacters(printable(check.detail()));
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private void start(final String element, final String name) throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeAttribute("name", printable(name));
    }

    private void counts(final List<Check> checks) throws XMLStreamException {
        xml.writeAttribute("tests", Integer.toString(checks.size()));
        xml.writeAttribute(
                "failures",
                Long.toString(checks.stream()
                        .filter(check -> check.outcome() == Outcome.FAILED)
                        .count()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", "0");
        xml.writeAttribute("time", "0");
    }

    /** XML 1.0 allows no control characters, not even escaped. */
    private static String printable(final String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "?");
    }
}

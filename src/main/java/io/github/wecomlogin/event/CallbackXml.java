package io.github.wecomlogin.event;

import java.io.StringReader;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Parses the XML of a decrypted message: a root {@code xml} with one level of fields.
 * Fields with nested elements are omitted. Document types and entities are refused;
 * depth, elements and attributes are limited.
 */
final class CallbackXml {

	private static final String ROOT = "xml";

	/**
	 * Start of a document. Only an XML declaration may precede the root. A document type
	 * is refused before parsing, because the JDK's parser prints errors about malformed
	 * ones to standard error.
	 */
	private static final Pattern PROLOG = Pattern.compile("\\s*(?:<\\?xml[^<>]*\\?>\\s*)?<xml[\\s>]");

	private static final int MAX_DEPTH = 16;

	private static final int MAX_ELEMENTS = 2000;

	/**
	 * Maximum attributes per element. WeCom sends none.
	 */
	private static final int MAX_ATTRIBUTES = 16;

	private static final String ATTRIBUTE_LIMIT = "http://www.oracle.com/xml/jaxp/properties/elementAttributeLimit";

	private CallbackXml() {
	}

	/**
	 * Creates a factory per document: thread safety is not specified.
	 */
	private static XMLInputFactory factory() {
		// The JDK's implementation, whatever the class path contains
		XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
		factory.setProperty(XMLInputFactory.IS_COALESCING, true);
		factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
		factory.setProperty(ATTRIBUTE_LIMIT, MAX_ATTRIBUTES);
		factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
			throw new XMLStreamException("External entities are not read");
		});
		return factory;
	}

	/**
	 * Parses the fields.
	 * @param bytes a document in UTF-8
	 * @return the texts of the root's child elements by name
	 * @throws RefusedCallbackException if the document is malformed or exceeds a limit
	 */
	static Map<String, String> read(byte[] bytes) throws RefusedCallbackException {
		String document = Utf8.decode(bytes);
		require(PROLOG.matcher(document).lookingAt());
		try {
			XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(document));
			try {
				return fields(reader);
			}
			finally {
				reader.close();
			}
		}
		catch (XMLStreamException | RuntimeException ex) {
			// The JDK's parser throws runtime exceptions on some malformed documents
			throw new RefusedCallbackException();
		}
	}

	private static Map<String, String> fields(XMLStreamReader reader)
			throws XMLStreamException, RefusedCallbackException {
		Map<String, String> fields = new LinkedHashMap<>();
		Set<String> names = new HashSet<>();
		int depth = 0;
		int elements = 0;
		boolean nested = false;
		StringBuilder text = new StringBuilder();
		while (reader.hasNext()) {
			switch (reader.next()) {
				case XMLStreamConstants.START_ELEMENT -> {
					depth++;
					require(depth <= MAX_DEPTH && ++elements <= MAX_ELEMENTS);
					require(depth > 1 || (elements == 1 && reader.getLocalName().equals(ROOT)));
					nested = depth > 2;
					if (depth == 2) {
						text.setLength(0);
					}
				}
				case XMLStreamConstants.END_ELEMENT -> {
					if (depth == 2) {
						// Duplicate fields are ambiguous
						require(names.add(reader.getLocalName()));
						if (!nested) {
							fields.put(reader.getLocalName(), text.toString());
						}
						nested = false;
					}
					depth--;
				}
				case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
					if (depth == 2 && !nested) {
						text.append(reader.getText());
					}
					else {
						require(depth > 1 || reader.isWhiteSpace());
					}
				}
				case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.ENTITY_DECLARATION,
						XMLStreamConstants.NOTATION_DECLARATION ->
					throw new RefusedCallbackException();
				default -> {
					// Ignore comments and processing instructions
				}
			}
		}
		require(elements > 0);
		return fields;
	}

	private static void require(boolean met) throws RefusedCallbackException {
		if (!met) {
			throw new RefusedCallbackException();
		}
	}

}

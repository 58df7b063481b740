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
 * Reads the XML of a decrypted message: an element {@code xml} with fields. Fields that
 * contain elements are left out. Document types and entities are refused, and depth,
 * elements and attributes are limited.
 */
final class CallbackXml {

	private static final String ROOT = "xml";

	/**
	 * How a document begins. Nothing else may stand before the root, least of all a
	 * document type: what Java's parser thinks of a broken one it prints, whoever sent
	 * it.
	 */
	private static final Pattern BEGINNING = Pattern.compile("\\s*(?:<\\?xml[^<>]*\\?>\\s*)?<xml[\\s>]");

	private static final int MAX_DEPTH = 16;

	private static final int MAX_ELEMENTS = 2000;

	/**
	 * Attributes of one element. Messages of WeCom have none.
	 */
	private static final int MAX_ATTRIBUTES = 16;

	private static final String ATTRIBUTE_LIMIT = "http://www.oracle.com/xml/jaxp/properties/elementAttributeLimit";

	private CallbackXml() {
	}

	/**
	 * Not shared: nobody promises that several threads may use one.
	 */
	private static XMLInputFactory factory() {
		// The JDK's own, whatever else is on the class path
		XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
		factory.setProperty(XMLInputFactory.IS_COALESCING, true);
		factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
		factory.setProperty(ATTRIBUTE_LIMIT, MAX_ATTRIBUTES);
		factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
			throw new XMLStreamException("Nothing outside is read");
		});
		return factory;
	}

	/**
	 * Reads the fields.
	 * @param bytes a document in UTF-8
	 * @return the texts of the elements right under the root, by name
	 * @throws RefusedCallbackException if it is no such document
	 */
	static Map<String, String> read(byte[] bytes) throws RefusedCallbackException {
		String document = Utf8.decode(bytes);
		require(BEGINNING.matcher(document).lookingAt());
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
			// Java's parser throws some of the latter at broken documents
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
						// Of two, nobody could tell which one counts
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
					// Comments and the like say nothing
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

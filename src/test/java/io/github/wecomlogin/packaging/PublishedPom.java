package io.github.wecomlogin.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The POM as users of the library get it.
 */
final class PublishedPom {

	private final Document document;

	private PublishedPom(Document document) {
		this.document = document;
	}

	static PublishedPom ofLibrary() throws IOException {
		try (InputStream file = Files.newInputStream(Path.of("pom.xml"))) {
			return new PublishedPom(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file));
		}
		catch (ParserConfigurationException | SAXException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * Returns the artifact ids of the dependencies of a kind, in their order.
	 */
	List<String> dependencies(Kind kind) {
		return texts("/project/dependencies/dependency[" + kind.condition + "]/artifactId");
	}

	/**
	 * Returns the texts of all elements that an XPath selects.
	 */
	List<String> texts(String path) {
		try {
			NodeList nodes = (NodeList) XPathFactory.newInstance()
				.newXPath()
				.evaluate(path, this.document, XPathConstants.NODESET);
			return IntStream.range(0, nodes.getLength())
				.mapToObj((i) -> nodes.item(i).getTextContent().strip())
				.toList();
		}
		catch (XPathExpressionException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * Who gets a dependency.
	 */
	enum Kind {

		/**
		 * Every application that uses the library.
		 */
		REQUIRED("not(scope) and not(optional)"),

		/**
		 * The application jar, and applications that name it themselves.
		 */
		OPTIONAL("not(scope) and optional = 'true'"),

		/**
		 * No artifact: simulator, test support and tests.
		 */
		NOT_SHIPPED("scope = 'provided' or scope = 'test'");

		private final String condition;

		Kind(String condition) {
			this.condition = condition;
		}

	}

}

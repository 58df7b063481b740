package com.example;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

/**
 * Reads manifests as the types of Kubernetes. Unknown fields and values of a wrong type
 * fail.
 */
final class Manifests {

	private static final Map<String, Class<?>> TYPES = Map.of("v1 ConfigMap", ConfigMap.class, "v1 Service",
			Service.class, "apps/v1 Deployment", Deployment.class, "networking.k8s.io/v1 Ingress", Ingress.class,
			"networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class, "policy/v1 PodDisruptionBudget",
			PodDisruptionBudget.class);

	private static final ObjectMapper MAPPER = new YAMLMapper()
		.setAnnotationIntrospector(new JacksonAnnotationIntrospector() {

			private static final long serialVersionUID = 1L;

			/**
			 * The types would collect unknown fields.
			 */
			@Override
			public Boolean hasAnySetter(Annotated annotated) {
				return false;
			}

		});

	private Manifests() {
	}

	static JsonNode read(String yaml) {
		try {
			return MAPPER.readTree(yaml);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns each manifest of a text by its kind and name, as far as its type knows it.
	 */
	static Map<String, ObjectNode> parse(String yaml) {
		Map<String, ObjectNode> manifests = new TreeMap<>();
		try (MappingIterator<JsonNode> documents = MAPPER.readerFor(JsonNode.class).readValues(yaml)) {
			while (documents.hasNext()) {
				JsonNode document = documents.next();
				if (document.isObject()) {
					String kind = document.path("apiVersion").asText() + " " + document.path("kind").asText();
					ObjectNode typed = MAPPER.valueToTree(MAPPER.treeToValue(document, TYPES.get(kind)));
					manifests.put(kind + " " + document.path("metadata").path("name").asText(), typed);
				}
			}
			return manifests;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

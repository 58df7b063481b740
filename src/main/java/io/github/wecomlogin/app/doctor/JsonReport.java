package io.github.wecomlogin.app.doctor;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wecomlogin.doctor.DoctorReport;
import io.github.wecomlogin.doctor.Finding;
import io.github.wecomlogin.util.LocalizedText;
import tools.jackson.databind.json.JsonMapper;

/**
 * Report for scripts, as documented in {@code docs/setup.md}. Fields without a value are
 * left out.
 */
final class JsonReport {

	private JsonReport() {
	}

	static String of(DoctorReport report) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("status", report.status().code());
		json.put("time", report.time().toString());
		json.put("durationMillis", report.duration().toMillis());
		json.put("apiCalls", report.apiCalls());
		json.put("findings", report.findings().stream().map(JsonReport::json).toList());
		return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json) + System.lineSeparator();
	}

	private static Map<String, Object> json(Finding finding) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("check", finding.check());
		if (finding.registrationId() != null) {
			json.put("registrationId", finding.registrationId());
		}
		json.put("status", finding.status().code());
		json.put("blocking", finding.blocking());
		json.put("durationMillis", finding.duration().toMillis());
		json.put("title", json(finding.title()));
		json.put("text", json(finding.text()));
		if (finding.remedy() != null) {
			json.put("remedy", json(finding.remedy()));
		}
		if (finding.document() != null) {
			json.put("document", finding.document().toString());
		}
		return json;
	}

	private static Map<String, String> json(LocalizedText text) {
		Map<String, String> json = new LinkedHashMap<>();
		json.put("en", text.english());
		json.put("zh", text.chinese());
		return json;
	}

}

package io.github.wecomlogin.app.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Locale;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Lets administrators download who has which role, for auditors.
 */
@Controller
class RoleExportController {

	private final RoleExport export;

	RoleExportController(RoleExport export) {
		this.export = export;
	}

	@GetMapping("/admin/roles.csv")
	void export(Locale locale, HttpServletResponse response) throws IOException {
		response.setContentType("text/csv");
		response.setCharacterEncoding(StandardCharsets.UTF_8.name());
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment().filename("roles-" + LocalDate.now() + ".csv").build().toString());
		this.export.write(response.getWriter(), locale);
	}

}

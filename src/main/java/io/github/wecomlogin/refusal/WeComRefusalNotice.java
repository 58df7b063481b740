package io.github.wecomlogin.refusal;

import org.jspecify.annotations.Nullable;

/**
 * What a visitor is told of a refusal, and nothing else: why, and the reference under
 * which the administrator finds it in the log and in events.
 *
 * @param refusal why
 * @param reference eight letters and digits, or {@code null} if there is none; a value of
 * another shape counts as none, so that no text of a forged link is shown
 */
public record WeComRefusalNotice(WeComRefusal refusal, @Nullable String reference) {

	/**
	 * Name of the parameter of sign-in pages with the {@linkplain WeComRefusal#code()
	 * code}.
	 */
	public static final String ERROR = "error";

	/**
	 * Name of the parameter of sign-in pages with the reference.
	 */
	public static final String REFERENCE = "ref";

	public WeComRefusalNotice {
		reference = RefusalReference.isValid(reference) ? reference : null;
	}

	/**
	 * Reads a notice from the parameters of a sign-in page.
	 * @param code the code, such as {@code not_visible}
	 * @param reference the reference
	 * @return the notice, or {@code null} if there is no refusal with that code
	 */
	public static @Nullable WeComRefusalNotice of(@Nullable String code, @Nullable String reference) {
		WeComRefusal refusal = WeComRefusal.ofCode(code);
		return (refusal != null) ? new WeComRefusalNotice(refusal, reference) : null;
	}

	/**
	 * Adds the parameters to the address of a sign-in page.
	 * @param page the address, which may have a query
	 * @return the address with the code and, if there is one, the reference
	 */
	public String addTo(String page) {
		String parameters = ERROR + "=" + this.refusal.code();
		return RefusalReference.withParameter(page,
				(this.reference != null) ? parameters + "&" + REFERENCE + "=" + this.reference : parameters);
	}

}

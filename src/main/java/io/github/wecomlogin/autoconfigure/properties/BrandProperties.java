package io.github.wecomlogin.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

/**
 * Properties of the brand of the pages.
 */
public class BrandProperties {

	/**
	 * Name of the company or the application, shown at the top of the pages and in their
	 * titles.
	 */
	private @Nullable String name;

	/**
	 * Logo at the top of the pages: an https URL, a path of the application that opens
	 * without signing in, or a data URI of an SVG or PNG image.
	 */
	private @Nullable String logo;

	/**
	 * Logo on a dark background. Defaults to the logo.
	 */
	private @Nullable String logoDark;

	/**
	 * Color of buttons and links, such as '#c8102e', with a contrast of at least 4.5:1 to
	 * the background of the pages.
	 */
	private @Nullable String color;

	/**
	 * Color of buttons and links on a dark background. Defaults to a lighter shade of the
	 * color.
	 */
	private @Nullable String colorDark;

	/**
	 * Link to the support of the company: an https, mailto or tel URL.
	 */
	private @Nullable String supportUrl;

	/**
	 * Plain text at the end of the pages, such as a copyright notice.
	 */
	private @Nullable String footer;

	public @Nullable String getName() {
		return this.name;
	}

	public void setName(@Nullable String name) {
		this.name = name;
	}

	public @Nullable String getLogo() {
		return this.logo;
	}

	public void setLogo(@Nullable String logo) {
		this.logo = logo;
	}

	public @Nullable String getLogoDark() {
		return this.logoDark;
	}

	public void setLogoDark(@Nullable String logoDark) {
		this.logoDark = logoDark;
	}

	public @Nullable String getColor() {
		return this.color;
	}

	public void setColor(@Nullable String color) {
		this.color = color;
	}

	public @Nullable String getColorDark() {
		return this.colorDark;
	}

	public void setColorDark(@Nullable String colorDark) {
		this.colorDark = colorDark;
	}

	public @Nullable String getSupportUrl() {
		return this.supportUrl;
	}

	public void setSupportUrl(@Nullable String supportUrl) {
		this.supportUrl = supportUrl;
	}

	public @Nullable String getFooter() {
		return this.footer;
	}

	public void setFooter(@Nullable String footer) {
		this.footer = footer;
	}

}

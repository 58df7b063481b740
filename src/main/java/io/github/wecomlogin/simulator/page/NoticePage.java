package io.github.wecomlogin.simulator.page;

/**
 * Renders the pages on which a sign-in ends without a redirect.
 */
final class NoticePage {

	private final Language language;

	private final Page page;

	NoticePage(Language language) {
		this.language = language;
		this.page = new Page(language);
	}

	String refused(AuthorizationRequestError error) {
		String content = """
				<h1>%s</h1>
				<div class="panel">
				<p class="error" lang="zh-CN">%s</p>
				<p>%s</p>
				</div>
				""".formatted(this.page.text(PageText.ERROR_TITLE), Html.escape(error.getMessage()),
				this.page.text(error.explanation()));
		return this.page.render(PageText.ERROR_TITLE.in(this.language), content, null);
	}

	String notPermitted(AuthorizationRequest authorization) {
		String content = """
				<h1>%s</h1>
				<p class="lead">%s</p>
				<p class="actions"><a class="button primary" href="%s">%s</a>
				<a class="button" href="%s">%s</a></p>
				""".formatted(this.page.text(PageText.NOT_PERMITTED), this.page.text(PageText.NOT_PERMITTED_HINT),
				Html.escape(authorization.page(this.language)), this.page.text(PageText.BACK),
				Html.escape(authorization.step(Step.CANCEL, this.language)), this.page.text(PageText.CANCEL));
		return this.page.render(PageText.NOT_PERMITTED.in(this.language), content, null);
	}

}

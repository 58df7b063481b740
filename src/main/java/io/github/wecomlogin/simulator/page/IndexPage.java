package io.github.wecomlogin.simulator.page;

import io.github.wecomlogin.simulator.company.DemoApplication;

/**
 * Renders the start page, with the credentials of the demo company and a link to its
 * page.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 */
public final class IndexPage {

	public static final String PATH = "/";

	private final Language language;

	private final Page page;

	public IndexPage(Language language) {
		this.language = language;
		this.page = new Page(language);
	}

	public String render() {
		String content = """
				<h1>%s</h1>
				<p class="lead">%s</p>
				<div class="panel">
				<p>corp-id <code>%s</code></p>
				<p>agent-id <code>%s</code></p>
				</div>
				<p class="actions"><a class="button primary" href="%s">%s</a></p>
				""".formatted(this.page.text(PageText.INDEX_TITLE), this.page.text(PageText.INDEX_LEAD),
				DemoApplication.CORP_ID, DemoApplication.AGENT_ID,
				CompanyPage.PATH + "?lang=" + this.language.parameter(), this.page.text(PageText.COMPANY_LINK));
		return this.page.render(PageText.INDEX_TITLE.in(this.language), content,
				PATH + "?lang=" + this.language.other().parameter());
	}

}

package io.github.wecomlogin.simulator.page;

/**
 * The page at the root of the simulator: says what it is and where its other pages are.
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

	public String render(String corpId, long agentId) {
		String content = """
				<h1>%s</h1>
				<p class="lead">%s</p>
				<div class="panel">
				<p>corp-id <code>%s</code></p>
				<p>agent-id <code>%s</code></p>
				</div>
				<p class="actions"><a class="button primary" href="%s">%s</a></p>
				""".formatted(this.page.text(Wording.INDEX_TITLE), this.page.text(Wording.INDEX_LEAD), corpId, agentId,
				CompanyPage.PATH + "?lang=" + this.language.parameter(), this.page.text(Wording.COMPANY_LINK));
		return this.page.render(Wording.INDEX_TITLE.in(this.language), content,
				PATH + "?lang=" + this.language.other().parameter());
	}

}

package io.github.wecomlogin.directory;

import io.github.wecomlogin.client.WeComClient;

/**
 * What one application may read of its company.
 * <p>
 * <em>Internal:</em> public for other packages of this library only.
 *
 * @param members the members, read from WeCom each time
 * @param organisation the departments and tags, cached
 */
public record CompanyDirectory(MemberDirectory members, OrganisationDirectory organisation) implements AutoCloseable {

	/**
	 * Creates a directory.
	 * @param client the client of the application
	 * @param organisation the departments and tags that the application reads
	 */
	public CompanyDirectory(WeComClient client, OrganisationDirectory organisation) {
		this(new MemberDirectory(client), organisation);
	}

	@Override
	public void close() {
		this.organisation.close();
	}

}

package io.github.wecomlogin.benchmark;

/**
 * What a Redis was used for.
 *
 * @param writes how many commands that write were executed, those in scripts too
 * @param keys how many keys there are
 * @param bytes what Redis has in memory, with all it keeps for itself
 */
record RedisUse(long writes, long keys, long bytes) {

	RedisUse since(RedisUse earlier) {
		return new RedisUse(this.writes - earlier.writes, this.keys - earlier.keys, this.bytes - earlier.bytes);
	}

}

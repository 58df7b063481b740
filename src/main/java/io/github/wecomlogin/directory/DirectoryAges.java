package io.github.wecomlogin.directory;

import java.time.Duration;

/**
 * How old departments and tags may be.
 *
 * @param refreshAfter after which time they are read again in the background
 * @param usableFor for how long they are used if they cannot be read again; never longer
 */
public record DirectoryAges(Duration refreshAfter, Duration usableFor) {

}

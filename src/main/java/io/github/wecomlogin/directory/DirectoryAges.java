package io.github.wecomlogin.directory;

import java.time.Duration;

/**
 * Cache times of departments and tags.
 *
 * @param refreshAfter the age at which a list is refreshed in the background
 * @param usableFor the age at which a list expires if it could not be refreshed
 */
public record DirectoryAges(Duration refreshAfter, Duration usableFor) {

}

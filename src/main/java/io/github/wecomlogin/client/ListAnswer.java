package io.github.wecomlogin.client;

import java.util.List;

/**
 * A response with a long list.
 *
 * @param <T> the type of an item
 * @param fields the other fields
 * @param items the items
 * @param skipped the number of items that could not be read
 */
record ListAnswer<T>(ApiAnswer fields, List<T> items, int skipped) {

}

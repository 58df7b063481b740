package io.github.wecomlogin.client;

import java.util.List;

/**
 * An answer that holds a long list.
 *
 * @param <T> what each item was read into
 * @param fields everything but the items
 * @param items the items
 * @param skipped how many items could not be read and are missing
 */
record ListAnswer<T>(ApiAnswer fields, List<T> items, int skipped) {

}

package io.github.wecomlogin.client;

import java.util.List;

/**
 * An answer that holds a long list.
 *
 * @param <T> what each item was read into
 * @param fields everything but the items
 * @param items the items
 */
record ListAnswer<T>(ApiAnswer fields, List<T> items) {

}

/**
 * What all modules share of failing: an exception whose message was written for people, with a code.
 *
 * <p>Knows only the JDK, so that every module may extend it.
 */
package org.asyndgan.failure;

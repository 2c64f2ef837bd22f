/**
 * Attacks on privacy, as anybody may run them, and what their success says.
 *
 * <p>An attack that fails proves nothing; one that succeeds shows what leaks.
 */
package org.asyndgan.privacy.attack;

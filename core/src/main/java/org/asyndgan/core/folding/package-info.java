/**
 * What a gradient is worth: how late it may be, how much its site counts, how many must answer.
 *
 * <p>Pure rules. When a step is taken and what it folds is decided with them by {@code generator}.
 */
package org.asyndgan.core.folding;

/**
 * What the next record of the journal will be: who takes part, when a step is taken, which gradients it folds and what
 * each is worth.
 *
 * <p>{@link org.asyndgan.core.folding.FoldPlanner} reads the generator through {@link
 * org.asyndgan.core.folding.FoldState} and changes nothing of it.
 */
package org.asyndgan.core.folding;

/**
 * The paper's first experiment: three normal distributions, one at each site, and what one generator learns of all of
 * them from three discriminators that each know one.
 */
package org.asyndgan.experiment.gaussian;

/** Masks that a site shares, morphed or not, and the real pairs that it compares with. */
package org.asyndgan.core.site.mask;

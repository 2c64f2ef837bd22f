/**
 * What a site has spent of its images' privacy, over all runs, in a file that is written before anything is drawn.
 */
package org.asyndgan.privacy.ledger;

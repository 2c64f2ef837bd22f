/** Training under differential privacy: units, the noisy real half of a step, the account that pays, the history it pays for. */
package org.asyndgan.core.site.privacy;

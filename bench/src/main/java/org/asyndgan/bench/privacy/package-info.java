/** What training under differential privacy costs in time. */
package org.asyndgan.bench.privacy;

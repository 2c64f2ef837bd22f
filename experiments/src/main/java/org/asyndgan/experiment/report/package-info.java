/** Results as pages and tables: HTML that needs no other file and no network, JSON, CSV. */
package org.asyndgan.experiment.report;

/** What an experiment leaves behind: one JSON file an arm and seed, and the table of them all. */
package org.asyndgan.experiment.result;

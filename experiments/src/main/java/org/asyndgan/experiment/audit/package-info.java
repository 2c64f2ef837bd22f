/** Attacks on a run that has been trained: what it tells of the images it was trained on, beside images that it never saw. */
package org.asyndgan.experiment.audit;

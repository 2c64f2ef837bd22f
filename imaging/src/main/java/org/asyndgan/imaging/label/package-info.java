/** Label files: how their values are read, surveyed over a data set, and turned into classes. */
package org.asyndgan.imaging.label;

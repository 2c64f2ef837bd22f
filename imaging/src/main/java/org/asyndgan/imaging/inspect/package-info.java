/** What a data set looks like to whoever has not seen it: files, classes, twins, patients on both sides, doubts. */
package org.asyndgan.imaging.inspect;

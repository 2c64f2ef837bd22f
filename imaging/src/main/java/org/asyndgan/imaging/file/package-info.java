/**
 * Image files as they are stored: which decoder reads them, which way up they are, what their palette is.
 *
 * <p>PNG and JPEG are read by the JDK, TIFF by TwelveMonkeys, which knows BigTIFF, predictors of 16 bits and
 * floating-point samples. What a data set makes of the samples is not decided here.
 */
package org.asyndgan.imaging.file;

/**
 * Training and scoring of the segmentation network U: on released synthetic pairs, and, for the arms
 * to compare with, on real ones.
 */
package org.asyndgan.core.segmentation;

/**
 * Where numbers are crunched: native convolutions, the threads that share a loop, and the memory
 * both work on.
 *
 * <p>The only package that knows ND4J. Convolutions run in its oneDNN build; everything else is a
 * plain loop over a heap array, which the JIT compiler vectorises and which was measured up to ten
 * times faster than ND4J's own operation (docs/performance.md). Test sources contain a twin of this
 * module in which every {@code float} is a {@code double}.
 */
package org.asyndgan.nn.kernel;

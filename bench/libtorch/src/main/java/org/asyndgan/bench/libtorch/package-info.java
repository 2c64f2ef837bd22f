/** The benchmarks' networks in libtorch with autograd, as a program that waits for its turn. */
package org.asyndgan.bench.libtorch;

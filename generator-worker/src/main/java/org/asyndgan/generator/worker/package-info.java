/**
 * The central generator as an application of its own.
 *
 * <p>{@link org.asyndgan.generator.worker.GeneratorWorker} starts it. Its settings become values of the
 * core once, its loop is the core's; what is here watches the loop and tells others of it.
 */
package org.asyndgan.generator.worker;

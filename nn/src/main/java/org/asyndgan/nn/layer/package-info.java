/**
 * The layers networks are made of, forward and backward side by side.
 *
 * <p>A {@link org.asyndgan.nn.layer.Layer} knows its parameters; bound to an input shape it becomes a
 * {@link org.asyndgan.nn.layer.Stage} that owns its buffers and allocates nothing while it runs.
 */
package org.asyndgan.nn.layer;

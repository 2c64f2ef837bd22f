/**
 * A real Kafka broker and a real schema registry on this machine, for the demo, for the local command and for tests.
 *
 * <p>{@link org.asyndgan.localstack.LocalStack} starts both at once. The broker runs inside this
 * process, the registry is a child of it; both listen on 127.0.0.1 only, keep their data in a folder
 * and find it again when they are started on the same folder. Nothing here knows AsynDGAN.
 */
package org.asyndgan.localstack;

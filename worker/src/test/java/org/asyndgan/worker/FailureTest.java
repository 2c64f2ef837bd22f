package org.asyndgan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.imaging.folder.DatasetException;
import org.junit.jupiter.api.Test;

class FailureTest {

    @Test
    void tellsTheMessageOfOurOwnExceptionThroughAnyWrapper() {
        Exception ours = new DatasetException("ADG-201", "There is no folder x.\nName one.");

        Failure failure = Failure.of("site", new RuntimeException("wrapped", new IOException(ours)));

        assertThat(failure).isEqualTo(new Failure("There is no folder x. Name one. (ADG-201)", true));
    }

    @Test
    void quotesAnArgumentThatWasRefusedWithoutACode() {
        Throwable refused = catchThrowable(() -> new SiteId("Not A Site"));

        assertThat(Failure.of("site", refused).isExplained()).isFalse();
        assertThat(Failure.of("site", refused).sentence()).contains("\"Not A Site\" cannot name a site");
    }

    @Test
    void saysOfAnyOtherThatItWasNotForeseen() {
        Failure failure = Failure.of("generator", new IOException("disk on fire"));

        assertThat(failure)
                .isEqualTo(new Failure(
                        "The generator stopped on an error that was not foreseen: java.io.IOException: disk on fire. Its"
                                + " state is that of the last snapshot: start it again, and if it comes back, report it"
                                + " with the log. (ADG-500)",
                        false));
    }

    @Test
    void saysHowToGiveJavaMoreMemory() {
        assertThat(Failure.of("site", new OutOfMemoryError("Java heap space")))
                .isEqualTo(new Failure(
                        "Memory ran out (Java heap space). Give Java more with --heap 4g, or use smaller"
                                + " batches or images; a worker's state is that of its last snapshot. (ADG-610)",
                        true));
    }

    @Test
    void saysWhereNativeLibrariesMayBeUnpackedInstead() {
        Throwable noexec = new UnsatisfiedLinkError("/tmp/libzstd-jni.so: failed to map segment");

        assertThat(Failure.of("site", new DatasetException("ADG-125", "The broker failed.", noexec)))
                .isEqualTo(new Failure(
                        "A native library cannot be loaded (/tmp/libzstd-jni.so: failed to map segment). Libraries are"
                                + " unpacked into the temporary folder and into ~/.javacpp; if those are full or forbid"
                                + " programs (noexec), name others with ASYNDGAN_JAVA_OPTS=\"-Djava.io.tmpdir=DIR"
                                + " -Dorg.bytedeco.javacpp.cachedir=DIR\". (ADG-619)",
                        true));
    }
}

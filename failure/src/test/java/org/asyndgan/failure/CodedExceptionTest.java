package org.asyndgan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CodedExceptionTest {

    @Test
    void endsItsMessageInItsCode() {
        assertThat(new Storm("The harbour is closed. Wait.", null))
                .hasMessage("The harbour is closed. Wait. (ADG-999)")
                .extracting(CodedException::code)
                .isEqualTo("ADG-999");
    }

    @Test
    void isFoundThroughAnyWrapper() {
        Storm inner = new Storm("Waves.", null);
        Storm outer = new Storm("Wind.", new IOException(inner));

        assertThat(CodedException.in(new CompletionException(outer))).containsSame(outer);
    }

    @Test
    void isNotFoundInWhatOnlyNamesACode() {
        assertThat(CodedException.in(new IOException("Quoted: Waves. (ADG-999)")))
                .isEmpty();
    }

    @Test
    void isLookedForOnceInCausesThatGoInACircle() {
        IOException first = new IOException("first");
        IOException second = new IOException("second", first);
        first.initCause(second);

        assertThat(CodedException.in(first)).isEmpty();
    }

    private static final class Storm extends CodedException {

        @Serial
        private static final long serialVersionUID = 1L;

        Storm(String message, Throwable cause) {
            super("ADG-999", message, cause);
        }
    }
}

package org.asyndgan.transport.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.asyndgan.transport.Decoded;
import org.asyndgan.transport.codec.DeadLetter;
import org.junit.jupiter.api.Test;

class DeadLetterRecordsTest {

    /** A dead letter over the limit of a record would end the worker that writes it. */
    @Test
    void staysSmallWhateverKeyTheRecordHas() {
        DeadLetter letter = about("k".repeat(1 << 20));

        assertThat(letter.key()).contains("k".repeat(256) + "…");
    }

    @Test
    void showsTheKeyOfAnOrdinaryRecord() {
        assertThat(about("mercy/17").key()).contains("mercy/17");
        assertThat(about(null).key()).isEmpty();
    }

    private static DeadLetter about(String key) {
        return DeadLetterRecords.about(
                new ConsumerRecord<>("r.gradients.mercy", 0, 5, key, new byte[] {1, 2}),
                Optional.empty(),
                new Decoded.Unreadable<>("is no message"));
    }
}

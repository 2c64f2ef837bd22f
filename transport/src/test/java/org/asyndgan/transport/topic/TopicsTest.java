package org.asyndgan.transport.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.schemas.AvroSiteGradient;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private final Topics topics = new Topics("nuclei-1");

    @Test
    void haveFiveNamesForTheRunAndSixForEachSite() {
        assertThat(topics.all(List.of(new SiteId("mercy"), new SiteId("st_mary"))))
                .extracting(Topic::name)
                .containsExactly(
                        "nuclei-1.journal",
                        "nuclei-1.samples",
                        "nuclei-1.previews",
                        "nuclei-1.events",
                        "nuclei-1.dead",
                        "nuclei-1.sites.mercy",
                        "nuclei-1.masks.mercy",
                        "nuclei-1.synthetic.mercy",
                        "nuclei-1.gradients.mercy",
                        "nuclei-1.events.mercy",
                        "nuclei-1.dead.mercy",
                        "nuclei-1.sites.st_mary",
                        "nuclei-1.masks.st_mary",
                        "nuclei-1.synthetic.st_mary",
                        "nuclei-1.gradients.st_mary",
                        "nuclei-1.events.st_mary",
                        "nuclei-1.dead.st_mary");
    }

    @Test
    void leaveTheSitesOwnEventsAndDeadLettersToTheSites() {
        assertThat(topics.ofGenerator(List.of(new SiteId("mercy"))))
                .extracting(Topic::name)
                .containsExactly(
                        "nuclei-1.journal",
                        "nuclei-1.samples",
                        "nuclei-1.events",
                        "nuclei-1.dead",
                        "nuclei-1.sites.mercy",
                        "nuclei-1.masks.mercy",
                        "nuclei-1.synthetic.mercy",
                        "nuclei-1.gradients.mercy");
    }

    @Test
    void knowWhatTravelsInThem() {
        var gradients = topics.gradients(new SiteId("mercy"));

        assertThat(gradients.channel().message()).isEqualTo(AvroSiteGradient.class);
        assertThat(gradients.subject()).isEqualTo("nuclei-1.gradients.mercy-value");
    }

    @Test
    void refuseARunThatKafkaOrAPersonWouldMisread() {
        assertThatThrownBy(() -> new Topics("Run 1"))
                .hasMessage("\"Run 1\" cannot name a run: use lower-case letters, digits, '-' and '_', at most 100,"
                        + " starting with a letter or digit");
        assertThatThrownBy(() -> new Topics("a.b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Topics("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Topics("-a")).isInstanceOf(IllegalArgumentException.class);
    }
}

package org.asyndgan.federation;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.asyndgan.core.protocol.SiteId;
import org.asyndgan.transport.topic.Topic;
import org.asyndgan.transport.topic.Topics;

/**
 * What each party of a run may do at the broker; whatever is not here is refused.
 *
 * <p>A site writes its manifest, masks, gradients, events and dead letters, reads its synthetic batches, and its own
 * masks, to see which it has shared, all of these in topics that no other site may touch; its transactions and positions
 * go by its own name. All parties may describe the topics they use, because workers check them before the first step.
 */
final class AccessRules {

    private static final String ANY_HOST = "*";

    private final Topics topics;

    AccessRules(Topics topics) {
        this.topics = topics;
    }

    /** The name by which a site is known to the broker; its certificate has it as common name. */
    String site(SiteId site) {
        return topics.run() + ".site." + site.slug();
    }

    String generator() {
        return topics.run() + ".generator";
    }

    String segmenter() {
        return topics.run() + ".segmenter";
    }

    String live() {
        return topics.run() + ".live";
    }

    List<AclBinding> ofSite(SiteId site) {
        Rights rights = new Rights(site(site));
        rights.topic(topics.sites(site), WRITE);
        rights.topic(topics.masks(site), WRITE, READ);
        rights.topic(topics.synthetic(site), READ);
        rights.topic(topics.gradients(site), WRITE);
        rights.topic(topics.events(site), WRITE);
        rights.topic(topics.dead(site), WRITE);
        rights.named(ResourceType.GROUP, site(site), READ);
        rights.named(ResourceType.TRANSACTIONAL_ID, site(site), WRITE);
        return rights.all;
    }

    /** @param sites all of the run, those that left too: the journal still names them */
    List<AclBinding> ofGenerator(List<SiteId> sites) {
        Rights rights = new Rights(generator());
        for (SiteId site : sites) {
            rights.topic(topics.sites(site), READ);
            rights.topic(topics.masks(site), READ);
            rights.topic(topics.gradients(site), READ);
            rights.topic(topics.synthetic(site), WRITE);
        }
        rights.topic(topics.journal(), READ, WRITE);
        rights.topic(topics.samples(), WRITE);
        rights.topic(topics.previews(), WRITE);
        rights.topic(topics.events(), WRITE);
        rights.topic(topics.dead(), WRITE);
        rights.named(ResourceType.GROUP, generator(), READ);
        rights.named(ResourceType.TRANSACTIONAL_ID, generator(), WRITE);
        return rights.all;
    }

    List<AclBinding> ofSegmenter() {
        Rights rights = new Rights(segmenter());
        rights.topic(topics.samples(), READ);
        rights.topic(topics.events(), WRITE);
        rights.topic(topics.dead(), WRITE);
        return rights.all;
    }

    /**
     * The live page reads, and writes nothing. Of what passes between generator and sites it sees the batches and the masks
     * that they are drawn from, no gradients and no manifests.
     *
     * @param sites all of the run, those that left too
     */
    List<AclBinding> ofLive(List<SiteId> sites) {
        Rights rights = new Rights(live());
        rights.topic(topics.journal(), READ);
        rights.topic(topics.events(), READ);
        rights.topic(topics.previews(), READ);
        for (SiteId site : sites) {
            rights.topic(topics.events(site), READ);
            rights.topic(topics.synthetic(site), READ);
            rights.topic(topics.masks(site), READ);
        }
        return rights.all;
    }

    /** Gathers what one party may do. */
    private static final class Rights {

        private final String principal;
        private final List<AclBinding> all = new ArrayList<>();

        Rights(String party) {
            this.principal = "User:" + party;
        }

        void topic(Topic topic, AclOperation... operations) {
            named(ResourceType.TOPIC, topic.name(), operations);
            add(ResourceType.TOPIC, topic.name(), DESCRIBE_CONFIGS);
        }

        /** By its whole name, so that no party's name can be the beginning of another's. */
        void named(ResourceType type, String name, AclOperation... operations) {
            for (AclOperation operation : operations) {
                add(type, name, operation);
            }
            add(type, name, DESCRIBE);
        }

        private void add(ResourceType type, String name, AclOperation operation) {
            all.add(new AclBinding(
                    new ResourcePattern(type, name, PatternType.LITERAL),
                    new AccessControlEntry(principal, ANY_HOST, operation, AclPermissionType.ALLOW)));
        }
    }
}

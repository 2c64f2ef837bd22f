package org.asyndgan.discriminator.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One image of a batch now and then, over the whole run. Not thread-safe.
 *
 * <p>Over the bound every other one is let go and half as many are taken from then on.
 */
final class Gallery {

    static final int MOST = 24;

    private final List<Kept> kept = new ArrayList<>();
    private long spacing = 1;

    void offer(JudgedBatch batch) {
        if (batch.number() % spacing != 0) {
            return;
        }
        int row = (int) (batch.number() / spacing % batch.size());
        JudgedImage image = batch.image(row);
        kept.add(new Kept(
                new SiteView.Judged(batch.number(), batch.step(), batch.at().toEpochMilli(), List.of(row)), image));
        while (kept.size() > MOST) {
            spacing *= 2;
            kept.removeIf(one -> one.entry().number() % spacing != 0);
        }
    }

    List<SiteView.Judged> entries() {
        return kept.stream().map(Kept::entry).toList();
    }

    Optional<JudgedImage> image(long number, int row) {
        return kept.stream()
                .filter(one ->
                        one.entry().number() == number && one.entry().rows().contains(row))
                .map(Kept::image)
                .findFirst();
    }

    private record Kept(SiteView.Judged entry, JudgedImage image) {}
}

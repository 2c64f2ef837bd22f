package org.asyndgan.imaging.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.asyndgan.imaging.folder.DatasetFolder;
import org.asyndgan.imaging.folder.Doubt;
import org.asyndgan.imaging.folder.SiteFolder;
import org.asyndgan.imaging.folder.Split;

/** Patients whose images both train and test, at one site or at two. */
final class PatientOverlap {

    private PatientOverlap() {}

    /** A doubt for each site, and one for patients whom two sites share. */
    static List<Doubt> doubts(DatasetFolder folder) {
        List<Doubt> doubts = new ArrayList<>();
        Set<String> learned = new TreeSet<>();
        Set<String> tested = new TreeSet<>();
        Set<String> told = new TreeSet<>();
        for (SiteFolder site : folder.sites()) {
            Set<String> ofSite = site.patients(Split.TEST);
            tested.addAll(ofSite);
            learned.addAll(learned(site));
            Set<String> both = learned(site);
            both.retainAll(ofSite);
            told.addAll(both);
            if (!both.isEmpty()) {
                doubts.add(Doubt.serious("Site " + site.name() + ": " + both.size()
                        + " patients have test pairs and others; a test would reward remembering them."));
            }
        }
        tested.retainAll(learned);
        tested.removeAll(told);
        if (!tested.isEmpty()) {
            doubts.add(
                    Doubt.serious(
                            tested.size() + " patients have test pairs at one site and others at another; a test"
                                    + " would reward remembering them. If they are other people, give them names of their own."));
        }
        return doubts;
    }

    private static Set<String> learned(SiteFolder site) {
        Set<String> patients = site.patients(Split.TRAIN);
        patients.addAll(site.patients(Split.VALIDATION));
        return patients;
    }
}

package org.asyndgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a person reads who gives the command something wrong. */
class WrongInputTest {

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void writesASoundDataSet() throws IOException {
        data = folder.resolve("data");
        for (String site : List.of("mercy", "north")) {
            for (int pair = 0; pair < 6; pair++) {
                write(site, "images", pair + ".png", 32, 100 + pair);
                write(site, "labels", pair + ".png", 32, pair % 2 * 255);
            }
        }
    }

    @Test
    void aFolderThatIsMissing() {
        Told told = train(folder.resolve("nowhere"));

        assertThat(told)
                .isEqualTo(failure("There is no folder " + folder.resolve("nowhere")
                        + ". Name a folder with images and labels in it, or one with several such folders, one a site."
                        + " (ADG-201)"));
    }

    @Test
    void anImageWithoutItsLabel() throws IOException {
        Files.delete(data.resolve("mercy/labels/3.png"));

        assertThat(train(data))
                .isEqualTo(failure("Image " + data.resolve("mercy/images/3.png")
                        + " has no label: there is no 3 with an extension of PNG, TIFF or JPEG in "
                        + data.resolve("mercy/labels") + ". Add the label, or take the image away. (ADG-204)"));
    }

    @Test
    void anImageAndALabelOfDifferentSizes() throws IOException {
        write("north", "labels", "2.png", 16, 0);

        assertThat(train(data))
                .isEqualTo(failure("Image " + data.resolve("north/images/2.png")
                        + " is 32 x 32 pixels, but its label " + data.resolve("north/labels/2.png")
                        + " is 16 x 16. Both show the same pixels; export them again at one size. (ADG-205)"));
    }

    @Test
    void aSiteWithoutImages() throws IOException {
        for (int pair = 0; pair < 6; pair++) {
            Files.delete(data.resolve("north/images/" + pair + ".png"));
        }

        assertThat(train(data))
                .isEqualTo(failure("Folder " + data.resolve("north/images")
                        + " holds no PNG, TIFF or JPEG file. A site needs images, each with its label. (ADG-203)"));
    }

    @Test
    void aFileThatIsNoImage() throws IOException {
        Files.writeString(data.resolve("mercy/images/1.png"), "not a picture");

        Told told = train(data);

        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.error())
                .startsWith("File " + data.resolve("mercy/images/1.png") + " cannot be read: ")
                .endsWith("Save it again as PNG, TIFF or JPEG with 8 or 16 bits a sample. (ADG-206)");
    }

    @Test
    void aLabelValueThatOtherPartiesDoNotKnow() throws IOException {
        write("mercy", "labels", "1.png", 32, 7);

        Told told = run(
                "arm",
                "--name=real-all",
                "--data=" + data,
                "--sites=mercy,north",
                "--out=" + folder.resolve("score.json"),
                "--label-values=0,255",
                "--image-size=32",
                "--fit=resize",
                "--load-size=0",
                "--channels=1",
                "--intensity-scaling=percentile",
                "--views-per-pair=1",
                "--seed=1",
                "--steps=1",
                "--batch-size=1",
                "--width=2",
                "--depth=1",
                "--segmentation-learning-rate=0.001",
                "--segmentation-decay-from=0.5",
                "--intensity-jitter=0",
                "--segmentation-decay-power=1",
                "--segmentation-changes=none",
                "--segmentation-balance=0",
                "--segmentation-average-flips=false",
                "--segmentation-blocks=plain");

        assertThat(told)
                .isEqualTo(failure("Label " + data.resolve("mercy/labels/1.png")
                        + " holds the value 7, which is not among the run's label values 0, 255. Every value is a class: use the"
                        + " same values at every site, or start the run with a table that has them all. (ADG-207)"));
    }

    @Test
    void initialWeightsThatAreNotThere() {
        Path file = folder.resolve("generator.safetensors");

        assertThat(run(
                        "train",
                        "--data=" + data,
                        "--run=first",
                        "--runs=" + folder.resolve("runs"),
                        "--initial-weights=" + file))
                .isEqualTo(failure(
                        "--initial-weights names " + file + ", which cannot be used: there is no such file. Name"
                                + " one that ./asyndgan export wrote. (ADG-616)"));
    }

    @Test
    void aRunNameThatCannotNameTopics() {
        assertThat(run("train", "--data=" + data, "--run=My Run", "--runs=" + folder.resolve("runs")))
                .extracting(Told::exitCode)
                .isEqualTo(1);
    }

    @Test
    void aFlagThatThereIsNot() {
        Told told = run("train", "--date=" + data, "--run=first");

        assertThat(told.exitCode()).isEqualTo(2);
        assertThat(told.error())
                .contains("--data")
                .endsWith("See ./asyndgan train --help for what it takes, with an example.");
    }

    @Test
    void aFlagThatHasAnotherNameNow() {
        Told told = run("train", "--data=" + data, "--run=first", "--normalisation=none");

        assertThat(told)
                .isEqualTo(new Told(
                        2,
                        "Setting --normalisation is called --intensity-scaling now; set that instead. (ADG-505)\n"
                                + "See ./asyndgan train --help for what it takes, with an example."));
    }

    @Test
    void samplesWithoutRoomForAVessel() {
        assertThat(run("samples", "--out=" + folder.resolve("vessels"), "--side=8"))
                .isEqualTo(
                        failure("--side 8 must be from 32 to 2048 pixels, so that vessels have room and the images fit"
                                + " into memory"));
    }

    @Test
    void samplesWhereNoFolderCanBe() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThat(run("samples", "--out=" + file).error())
                .startsWith("The folder " + file + " cannot be written (")
                .endsWith("). Name another one with --out.");
    }

    @Test
    void changesOfPairsThatNobodyKnows() {
        assertThat(run(
                                "experiment",
                                "--data=" + data,
                                "--out=" + folder.resolve("out"),
                                "--segmentation-changes=spin=3@0.2")
                        .error())
                .startsWith("The augmentation \"spin=3@0.2\" is neither standard, light, none nor a list of kinds");
    }

    @Test
    void anAddressOfTheProxyWithoutAPort() {
        for (String listen : List.of("8443", "0.0.0.0:https", "0.0.0.0:70000", ":8443")) {
            assertThat(run("registry-proxy", "--kit=" + folder, "--registry=http://127.0.0.1:1", "--listen=" + listen))
                    .isEqualTo(misuse(
                            "--listen " + listen + " is no HOST:PORT with a port up to 65535; give it one such as"
                                    + " 0.0.0.0:8443.",
                            "registry-proxy"));
        }
    }

    @Test
    void optionsOfAFederationWithoutItsFolder() {
        assertThat(provision("--offline"))
                .isEqualTo(misuse("--offline is for a federation; name its folder with --out.", "provision"));
        assertThat(provision("--hosts=a.example.org"))
                .isEqualTo(misuse("--hosts is for a federation; name its folder with --out.", "provision"));
    }

    @Test
    void twoChangesOfAFederationAtOnce() {
        String out = "--out=" + folder.resolve("federation");

        assertThat(run("provision", out, "--add-site=north", "--revoke=mercy"))
                .isEqualTo(misuse("--add-site and --revoke are two changes; make one after the other.", "provision"));
        assertThat(run("provision", out, "--revoke=mercy", "--offline"))
                .isEqualTo(misuse(
                        "--revoke cannot be had --offline: it is the brokers that shut a site out.", "provision"));
        assertThat(provision(out, "--dangerously-allow-plain-text"))
                .isEqualTo(misuse(
                        "--dangerously-allow-plain-text is for runs without --out; kits always encrypt.", "provision"));
    }

    @Test
    void settingsOfARunThatBringsItsOwn() {
        assertThat(run("replay", "first", "--steps=5"))
                .isEqualTo(misuse(
                        "Run first on this machine brings its settings along; leave out what sets"
                                + " asyndgan.generator.steps.",
                        "replay"));
        assertThat(run("dead-letters", "first", "--brokers=127.0.0.1:1"))
                .isEqualTo(misuse(
                        "RUN is on this machine, where --brokers, --registry, --kafka and --kit say nothing; leave them"
                                + " out, or name a run elsewhere with --run.",
                        "dead-letters"));
    }

    @Test
    void aFolderForMasksWithoutImagesToFindThemIn() {
        assertThat(run("segment", "--out=" + folder))
                .isEqualTo(misuse(
                        "--weights, --out and --overwrite are of --predict; name the folder of new images with it, or"
                                + " leave them out to train.",
                        "segment"));
    }

    @Test
    void aFolderOfOnesOwnForSamples() throws IOException {
        Path manifest = Files.writeString(data.resolve("manifest.csv"), "file,site,split\n");

        assertThat(run("samples", "--out=" + data))
                .isEqualTo(
                        failure("The folder " + data + " is not empty, and drawn images would be among what lies there."
                                + " Name another one with --out."));
        assertThat(manifest).hasContent("file,site,split\n");
    }

    @Test
    void aPlaceForThePageOfTheGaussiansThatCannotBeOne() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThat(run("gaussians", "--steps=1", "--out=" + file.resolve("gaussians")))
                .isEqualTo(failure("The folder " + file.resolve("gaussians")
                        + " cannot be written: Not a directory. Choose a folder that you may write to with --out."
                        + " (ADG-703)"));
    }

    @Test
    void aLivePageThatIsLeftOutAndOpened() {
        assertThat(train(data, "--no-live", "--open"))
                .isEqualTo(failure("--open is of the live page, which --no-live leaves out; give one of them"));
        assertThat(train(data, "--live-port=70000"))
                .isEqualTo(failure("--live-port 70000 must be from 1 to 65535, or 0 for any that is free"));
    }

    @Test
    void aSettingThatHoldsForOneOfTheNetworksThatAreCompared() {
        assertThat(train(data, "--set=asyndgan.segmenter.steps=5000"))
                .isEqualTo(
                        failure("--set asyndgan.segmenter.steps would hold for the U-Net on synthetic images alone and"
                                + " not for those on real ones that it is compared with. Take an option that holds for all, such"
                                + " as --segmentation-steps, or add --no-baselines"));
    }

    @Test
    void aSiteWithTheNameOfAllSites() throws IOException {
        Files.move(data.resolve("north"), data.resolve("all"));

        assertThat(train(data))
                .isEqualTo(failure("Site all in " + data + " has the name that stands for all sites in the comparison."
                        + " Rename its folder, or add --no-baselines. (ADG-218)"));
        assertThat(run("experiment", "--data=" + data, "--out=" + folder.resolve("out")))
                .isEqualTo(failure("Site all in " + data + " has the name that stands for all sites among the arms."
                        + " Rename its folder. (ADG-218)"));
    }

    @Test
    void noSeedAtAll() {
        assertThat(run("experiment", "--data=" + data, "--out=" + folder.resolve("out"), "--seeds=0"))
                .isEqualTo(failure("--seeds 0 must be 1 or more"));
    }

    private Told provision(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "provision",
                "--run=nuclei",
                "--sites=mercy",
                "--brokers=127.0.0.1:1",
                "--registry=http://127.0.0.1:1"));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private Told train(Path from, String... more) {
        List<String> all =
                new ArrayList<>(List.of("train", "--data=" + from, "--run=first", "--runs=" + folder.resolve("runs")));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    private static Told misuse(String sentence, String command) {
        return new Told(2, sentence + "\nSee ./asyndgan " + command + " --help for what it takes, with an example.");
    }

    private Told run(String... arguments) {
        StringWriter error = new StringWriter();
        CommandLine command = Asyndgan.commandLine().setErr(new PrintWriter(error, true));
        int code = command.execute(arguments);
        assertThat(folder.resolve("runs"))
                .as("a refused run leaves nothing behind")
                .doesNotExist();
        return new Told(code, error.toString().strip().replace("\r\n", "\n"));
    }

    private static Told failure(String sentence) {
        return new Told(1, sentence);
    }

    private void write(String site, String kind, String name, int side, int value) throws IOException {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < side / 2; x++) {
            for (int y = 0; y < side; y++) {
                picture.getRaster().setSample(x, y, 0, value);
            }
        }
        Path file = data.resolve(site).resolve(kind).resolve(name);
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(picture, "png", file.toFile())).isTrue();
    }

    private record Told(int exitCode, String error) {}
}

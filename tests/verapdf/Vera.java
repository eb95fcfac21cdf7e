import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** java Vera.java 3a,ua1 bestand…: per bestand en profiel een regel "GOED" of "FOUT", met de geschonden regels erachter. */
public class Vera {
    public static void main(String[] args) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 1; i < args.length; i++) {
            for (String profiel : args[0].split(",")) {
                keur(args[i], PDFAFlavour.fromString(profiel));
            }
        }
    }

    private static void keur(String bestand, PDFAFlavour profiel) throws Exception {
        try (PDFAParser lezer = Foundries.defaultInstance().createParser(new FileInputStream(bestand), profiel);
                PDFAValidator keurder = Foundries.defaultInstance().createValidator(profiel, false)) {
            ValidationResult uitslag = keurder.validate(lezer);
            Map<String, String> geschonden = new TreeMap<>();
            for (TestAssertion regel : uitslag.getTestAssertions()) {
                if (regel.getStatus() == TestAssertion.Status.FAILED) {
                    String naam = regel.getRuleId().getClause() + "-" + regel.getRuleId().getTestNumber();
                    geschonden.putIfAbsent(naam, regel.getMessage() + " @ " + regel.getLocation().getContext());
                }
            }
            System.out.println(String.join("\t", uitslag.isCompliant() ? "GOED" : "FOUT", profiel.getId(), bestand,
                    String.valueOf(uitslag.getTotalAssertions()), geschonden.toString().replace('\n', ' ')));
        }
    }
}

